import type { BatchItem, PrioritizedBatchItem } from "node-llama-cpp";
import type { Threads } from "../train/threads.ts";

type Strategy = (request: { items: readonly BatchItem[]; size: number }) => PrioritizedBatchItem[];

/** A pass over the weights costs about as much as the arithmetic of this many tokens: what makes batches comparable. */
const PASS_TOKENS = 5;
/** Single batches are too short to be judged by. */
const SAMPLE_MS = 300;

/** Times the batches that `strategy` puts together, and gives each the number of threads that `threads` finds fastest. */
export function paced(strategy: Strategy, threads: Threads, setThreads: (count: number) => void): Strategy {
  let running: { since: number; work: number } | null = null;
  let elapsed = 0;
  let work = 0;
  return (request) => {
    const batch = strategy(request);
    if (batch.length === 0) return batch;
    const now = performance.now();
    if (running) {
      elapsed += now - running.since;
      work += running.work;
    }
    if (elapsed >= SAMPLE_MS) {
      threads.took(elapsed, work);
      [elapsed, work] = [0, 0];
    }
    setThreads(threads.count());
    running = { since: now, work: PASS_TOKENS + batch.reduce((sum, { processAmount }) => sum + processAmount, 0) };
    return batch;
  };
}
