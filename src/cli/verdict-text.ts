import type { CandidateResult, Comparison, Pair, Verdict } from "../protocol/comparison.ts";
import { formatBytes, formatShare, UNKNOWN } from "../protocol/format.ts";
import { textOf } from "../text/text.ts";
import type { Io } from "./io.ts";
import { table } from "./table.ts";

/** A comparison as a table of means and differences, and the sentences that say what they come to. */
export function comparisonText(comparison: Comparison, io: Io): string[] {
  const { t } = io;
  const { metric, items, baseline, confidence, variants, pairs, notes } = comparison;
  const interval = t("interval", { confidence: formatShare(confidence, 0) });
  const head = [t("candidate"), metric, interval, t("difference"), interval];
  const rows = variants.map(({ name, mean, low, high }) => {
    const pair = pairs.find((candidate) => candidate.a === baseline && candidate.b === name);
    return [name, formatShare(mean), range(low, high), ...(pair ? differenceOf(pair) : ["", ""])];
  });
  const [header = "", ...lines] = table([head, ...rows], new Set([1, 3]));
  const sentences = pairs.map(({ verdict_saying: { code, params } }) => textOf(code, params, io.language));
  const remarks = notes.map(({ code, params }) => textOf(code, params, io.language));
  return [
    io.out.paint("bold", t("compare-title", { metric, items, baseline })),
    "",
    io.out.paint("dim", header),
    ...lines,
    "",
    ...sentences,
    ...remarks.map((remark) => io.out.paint("dim", remark)),
  ];
}

/** What a run came to: the sentence, its candidates with the primary metric, and the primary comparison. */
export function verdictText(verdict: Verdict, io: Io): string[] {
  const primary = verdict.comparisons.find(({ metric }) => metric === verdict.primary);
  const { code, params } = verdict.conclusion;
  const notes = verdict.notes.map((note) => io.out.paint("dim", textOf(note.code, note.params, io.language)));
  return [
    ...(primary ? [...comparisonText(primary, io), ""] : []),
    ...candidateRows(verdict.candidates, io),
    "",
    ...notes,
    io.out.paint("bold", textOf(code, params, io.language)),
  ];
}

function candidateRows(candidates: readonly CandidateResult[], io: Io): string[] {
  const { t } = io;
  const head = [t("candidate"), t("good-enough"), t("size"), t("memory"), "s/item"];
  const rows = candidates.map(({ name, good_enough, size_bytes, peak_memory_bytes, seconds_per_item, gates }) => [
    name,
    gates.length === 0 ? UNKNOWN : t(good_enough === null ? "cannot-tell" : good_enough ? "yes" : "no"),
    formatBytes(size_bytes),
    formatBytes(peak_memory_bytes),
    seconds_per_item === null ? UNKNOWN : seconds_per_item.toFixed(2),
  ]);
  const [header = "", ...lines] = table([head, ...rows], new Set([2, 3, 4]));
  return [io.out.paint("dim", header), ...lines];
}

function differenceOf({ difference, low, high }: Pair): [string, string] {
  return [signed(difference), `${signed(low)} … ${signed(high)}`];
}

function range(low: number, high: number): string {
  return `${formatShare(low)} … ${formatShare(high)}`;
}

/** Percentage points, with a true minus so that columns of both signs line up. */
function signed(share: number): string {
  const points = (Math.abs(share) * 100).toFixed(1);
  if (Number(points) === 0) return points;
  return `${share > 0 ? "+" : "−"}${points}`;
}
