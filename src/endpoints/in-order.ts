/** Results that wait for a slower one before them, for each that may be under way: what a single slow answer may hold up. */
const WINDOW = 32;

export interface InOrderOptions {
  /** Pieces of work that `enter` lets run side by side. */
  parallel: number;
  signal: AbortSignal;
}

/** Runs a piece of work as soon as fewer than `parallel` are under way. */
export type Enter = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Does something for each of a stream, several side by side, and yields the results in the stream's order. No more than a
 * window of them is held, so memory does not grow with the stream. The first failure ends it: what is under way is
 * aborted and waited for, then the failure is thrown.
 */
export async function* inOrder<Given, Result>(
  stream: AsyncIterable<Given>,
  work: (given: Given, enter: Enter, signal: AbortSignal) => Promise<Result>,
  { parallel, signal }: InOrderOptions,
): AsyncIterable<Result> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const enter = slots(parallel);
  const pending: Promise<{ value: Result } | { error: unknown }>[] = [];
  let failure: { error: unknown } | null = null;
  const start = (given: Given) =>
    work(given, enter, either).then(
      (value) => ({ value }),
      (error: unknown) => {
        // Others fail now because of this one: the first is the one to tell.
        failure ??= { error };
        failed.abort(error);
        return { error };
      },
    );
  const next = async (): Promise<Result> => {
    const done = await pending.shift()!;
    if (failure) throw failure.error;
    if ("error" in done) throw done.error;
    return done.value;
  };
  try {
    for await (const given of stream) {
      signal.throwIfAborted();
      if (failure) break;
      pending.push(start(given));
      if (pending.length >= parallel * WINDOW) yield await next();
    }
    while (pending.length > 0) yield await next();
  } finally {
    failed.abort();
    await Promise.all(pending);
  }
}

/** Lets so many run at once; the others wait in the order in which they came. */
function slots(count: number): Enter {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const first = waiting.shift();
      if (first) first();
      else free += 1;
    }
  };
}
