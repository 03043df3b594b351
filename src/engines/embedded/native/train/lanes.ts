import { type Cpu, openCpu } from "../ffi/backend.ts";
import type { Model } from "./forward.ts";
import { newComputer } from "./graph.ts";
import { fillBatch } from "./inputs.ts";
import { packRows, shareOut } from "./pack.ts";
import { positionsOf, type TokenRow } from "./rows.ts";
import type { Threads } from "./threads.ts";

/**
 * Two micro-batches are computed side by side, each by its own threads, rather than one by all of them.
 *
 * Threads that share a graph meet after each of its thousands of operations and spin until the last has come. Beside a
 * busy neighbour one is always missing: measured, two threads fell from 195 to 26 tokens a second. Lanes meet once in
 * an optimizer step, so a neighbour costs what it uses and no more. Two, as each has activations of its own; on more
 * than two cores each lane has several threads.
 */
export function lanesFor(threads: number): number {
  return threads >= 2 ? 2 : 1;
}

export interface Lanes {
  readonly count: number;
  /**
   * Computes rows. Returns Σ weight · −log p and the number of predictions; with `divisor`, also adds the gradient of
   * the sum divided by it to the adapter's. `between` is called before each micro-batch; what it throws ends the run.
   */
  run(
    rows: readonly TokenRow[],
    divisor: number | null,
    between: () => void,
  ): Promise<{ sum: number; predictions: number }>;
  /** Threads in use, of all lanes. */
  threads(): number;
  /** Memory of all lanes' activations at their largest, bytes. */
  activationBytes(): number;
}

/** `cpu` becomes the first lane's. `threads` is of each lane. */
export function openLanes(cpu: Cpu, model: Model, count: number, threads: Threads): Lanes {
  const lanes = Array.from({ length: count }, (_, lane) => {
    const own = lane === 0 ? cpu : openCpu(1);
    return { cpu: own, computer: newComputer(own, { ...model, lane }) };
  });

  return {
    count,
    async run(rows, divisor, between) {
      const shares = shareOut(packRows(rows.map(positionsOf), count), count);
      // A single micro-batch gets all threads.
      const alone = shares.filter((share) => share.length > 0).length === 1;
      const each = alone ? threads.count() * count : threads.count();
      const runLane = async (lane: number) => {
        const { cpu: own, computer } = lanes[lane]!;
        let sum = 0;
        let predictions = 0;
        own.setThreads(each);
        for (const batch of shares[lane]!) {
          between();
          const data = fillBatch(batch, rows, model.architecture.vocabulary);
          const logs = await computer.run(data, divisor);
          logs.forEach((log, index) => {
            sum -= log * data.weights[index]!;
          });
          predictions += data.predictions;
        }
        return { sum, predictions };
      };
      const began = performance.now();
      // Where one lane throws the other is still in native code, and has to be waited for.
      const settled = await Promise.allSettled(shares.map((_, lane) => runLane(lane)));
      const results = settled.map((result) => {
        if (result.status === "rejected") throw result.reason;
        return result.value;
      });
      if (!alone) threads.took(performance.now() - began, workOf(shares));
      return results.reduce((a, b) => ({ sum: a.sum + b.sum, predictions: a.predictions + b.predictions }));
    },
    threads: () => threads.count() * count,
    activationBytes: () => lanes.reduce((bytes, { computer }) => bytes + computer.activationBytes(), 0),
  };
}

/** The longest lane decides how long all take. */
function workOf(shares: ReturnType<typeof shareOut>): number {
  return Math.max(...shares.map((share) => share.reduce((sum, { length, blocks }) => sum + length * blocks.length, 0)));
}
