import type { ReportInput } from "../facts.ts";
import type { Words } from "../words.ts";

/** How often this workspace looked at the test rows before: each look makes the best of what was seen look better. */
export function looksText({ looks }: ReportInput, { phrase }: Words): string | null {
  if (!looks) return null;
  const { runs, candidates } = looks;
  return runs === 0 ? phrase("looks-first") : phrase("looks-before", { runs, candidates });
}
