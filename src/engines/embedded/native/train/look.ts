import type { Lanes } from "./lanes.ts";
import { type TokenRow, weightOf } from "./rows.ts";

/** Rows that are packed together: enough for tight packs, few enough that packing takes no time. */
const GROUP = 64;

/**
 * Mean loss over the answer tokens of `rows`, nats. `between` is called before each micro-batch; what it throws ends
 * the look.
 */
export async function validationLoss(
  lanes: Lanes,
  rows: readonly TokenRow[],
  between: () => void,
): Promise<{ loss: number; tokens: number }> {
  let sum = 0;
  let weight = 0;
  let tokens = 0;
  for (let first = 0; first < rows.length; first += GROUP) {
    const group = rows.slice(first, first + GROUP);
    const result = await lanes.run(group, null, between);
    sum += result.sum;
    tokens += result.predictions;
    weight += group.reduce((total, row) => total + weightOf(row), 0);
  }
  return { loss: sum / weight, tokens };
}
