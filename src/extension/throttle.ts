import type { Disposable } from "./disposable.ts";

export interface Throttled extends Disposable {
  (): void;
}

/** Calls `work` at once, and then at most once in `gap` milliseconds, the last call never being lost. */
export function throttle(work: () => void, gap: number): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const call = () => {
    if (timer) return;
    const wait = last + gap - performance.now();
    const run = () => {
      timer = undefined;
      last = performance.now();
      work();
    };
    if (wait <= 0) run();
    else timer = setTimeout(run, wait);
  };
  return Object.assign(call, { dispose: () => clearTimeout(timer) });
}
