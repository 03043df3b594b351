import type { Threads } from "../train/threads.ts";

/** A pass over the weights costs about as much as the arithmetic of this many tokens: what makes batches comparable. */
const PASS_TOKENS = 5;
/** Single batches are too short to be judged by. */
const SAMPLE_MS = 300;

/** Chooses the number of threads of each batch by what the last ones took. */
export function paced(threads: Threads) {
  let elapsed = 0;
  let work = 0;
  return {
    threads: () => threads.count(),
    /** A batch of so many tokens took so long. */
    took(milliseconds: number, tokens: number): void {
      elapsed += milliseconds;
      work += PASS_TOKENS + tokens;
      if (elapsed < SAMPLE_MS) return;
      threads.took(elapsed, work);
      [elapsed, work] = [0, 0];
    },
  };
}
