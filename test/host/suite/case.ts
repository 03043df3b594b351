/** A case that runs inside the extension host. Cases run in order, in one host. */
export type Case = readonly [name: string, run: () => Promise<void>];

export interface CaseResult {
  name: string;
  /** Null: passed. */
  error: string | null;
  milliseconds: number;
}

/** Asks again until there is an answer: most of what an editor does has no event to wait for. */
export async function eventually<T>(
  what: string,
  ask: () => T | null | undefined | false | PromiseLike<T | null | undefined | false>,
  timeout = 20_000,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`waited ${timeout / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
