import type { Computer } from "./graph.ts";
import { fillBatch } from "./inputs.ts";
import { packRows } from "./pack.ts";
import { positionsOf, type TokenRow, weightOf } from "./rows.ts";

/** Rows that are packed together: enough for tight packs, few enough that packing takes no time. */
const GROUP = 64;

/**
 * Mean loss over the answer tokens of `rows`, nats. `between` is called before each micro-batch; what it throws ends
 * the look.
 */
export async function validationLoss(
  computer: Computer,
  rows: readonly TokenRow[],
  vocabulary: number,
  between: () => void,
): Promise<{ loss: number; tokens: number }> {
  let sum = 0;
  let weight = 0;
  let tokens = 0;
  for (let first = 0; first < rows.length; first += GROUP) {
    const group = rows.slice(first, first + GROUP);
    for (const batch of packRows(group.map(positionsOf))) {
      between();
      const data = fillBatch(batch, group, vocabulary);
      const logs = await computer.run(data, null);
      logs.forEach((log, index) => {
        sum -= log * data.weights[index]!;
      });
      tokens += data.predictions;
    }
    weight += group.reduce((total, row) => total + weightOf(row), 0);
  }
  return { loss: sum / weight, tokens };
}
