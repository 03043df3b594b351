import type { CandidateResult, Comparison, Pair, Verdict } from "../../src/protocol/comparison.ts";
import { formatBytes, formatShare, UNKNOWN } from "../../src/protocol/format.ts";
import type { RunPanelState } from "../../src/protocol/panels/run.ts";
import type { IconName } from "../ui/icon-shapes.ts";
import type { SayRun } from "./text.ts";

/** An interval placed on an axis from 0 to 100. */
export interface Placed {
  low: number;
  mark: number;
  high: number;
}

export interface Cell extends Placed {
  text: string;
  range: string;
  spoken: string;
}

export type Goodness = "yes" | "no" | "cannot-tell";

export interface CandidateRow {
  name: string;
  role: string;
  chosen: boolean;
  good: Goodness | null;
  /** One for each line of `good_enough`. */
  gates: { metric: string; good: Goodness; reason: string }[];
  size: string;
  memory: string;
  speed: string;
  /** In the order of the metrics; null where a candidate has no value. */
  cells: (Cell | null)[];
}

/** The table of candidates: one row each in the verdict's order, one column for each metric, the primary first. */
export function candidateRows(verdict: Verdict, gates: RunPanelState["text"]["gates"], say: SayRun): CandidateRow[] {
  return verdict.candidates.map((candidate) => ({
    name: candidate.name,
    role: roleOf(candidate, say),
    chosen: verdict.chosen === candidate.name,
    good: candidate.gates.length === 0 ? null : goodness(candidate.good_enough),
    gates: candidate.gates.map((gate, index) => ({
      metric: gate.metric,
      good: goodness(gate.holds),
      reason: gates[candidate.name]?.[index] ?? gate.sentence,
    })),
    size: formatBytes(candidate.size_bytes),
    memory: formatBytes(candidate.peak_memory_bytes),
    speed: candidate.seconds_per_item === null ? UNKNOWN : `${candidate.seconds_per_item.toFixed(2)} s`,
    cells: verdict.comparisons.map((comparison) => cellOf(comparison, candidate.name, say)),
  }));
}

/** What a candidate is, where its name doesn't say that already. */
function roleOf({ name, quantization, role }: CandidateResult, say: SayRun): string {
  const words = [say(role), ...(quantization === null ? [] : [quantization])];
  return words.filter((word) => word.toLowerCase() !== name.toLowerCase()).join(" · ");
}

function goodness(value: boolean | null): Goodness {
  if (value === null) return "cannot-tell";
  return value ? "yes" : "no";
}

function cellOf(comparison: Comparison, name: string, say: SayRun): Cell | null {
  const found = comparison.variants.find((variant) => variant.name === name);
  if (!found) return null;
  const axis = axisOf(comparison);
  const place = (value: number) => (100 * (value - axis.from)) / (axis.to - axis.from);
  const [text, low, high] = [found.mean, found.low, found.high].map((value) => valueText(value, axis.shares));
  return {
    low: place(found.low),
    mark: place(found.mean),
    high: place(found.high),
    text: text!,
    range: axis.shares ? `${low!.replace(" %", "")} – ${high}` : `${low} – ${high}`,
    spoken: say("interval", text!, low!, high!),
  };
}

/** Shares have an axis from 0 to 1; other measurements one as wide as they are. */
function axisOf({ variants }: Comparison): { from: number; to: number; shares: boolean } {
  const from = Math.min(0, ...variants.map(({ low }) => low));
  const to = Math.max(1, ...variants.map(({ high }) => high));
  return { from, to, shares: from >= -0.0001 && to <= 1.0001 };
}

function valueText(value: number, shares: boolean): string {
  return shares ? formatShare(value) : value.toPrecision(3);
}

export interface DifferenceRow extends Placed {
  key: string;
  a: string;
  b: string;
  text: string;
  range: string;
  /** Where the declared margin lies, if one was declared. */
  margin: number | null;
  tone: "better" | "worse" | "open";
  sentence: string;
}

/** A comparison's pairs on one axis with 0 in the middle. */
export function differenceRows(comparison: Comparison, sentences: readonly string[]): DifferenceRow[] {
  const { shares } = axisOf(comparison);
  const reach = Math.max(
    0.02,
    ...comparison.pairs.flatMap(({ low, high, margin }) => [Math.abs(low), Math.abs(high), margin ?? 0]),
  );
  const place = (value: number) => 50 + (48 * value) / reach;
  return comparison.pairs.map((pair, index) => ({
    key: `${pair.a}\n${pair.b}`,
    a: pair.a,
    b: pair.b,
    low: place(pair.low),
    mark: place(pair.difference),
    high: place(pair.high),
    text: pointsText(pair.difference, shares),
    range: `${pointsText(pair.low, shares)} … ${pointsText(pair.high, shares)}`,
    margin: pair.margin === null ? null : place(-pair.margin),
    tone: toneOf(pair),
    sentence: sentences[index] ?? pair.verdict,
  }));
}

function toneOf({ verdict_code }: Pair): DifferenceRow["tone"] {
  if (verdict_code === "better") return "better";
  return verdict_code === "worse" ? "worse" : "open";
}

/** Differences of shares are percentage points, with their sign. */
function pointsText(value: number, shares: boolean): string {
  const text = shares ? (value * 100).toFixed(1) : value.toPrecision(3);
  return value > 0 ? `+${text}` : text.replace("-", "−");
}

export const goodIcon: Record<Goodness, IconName> = { yes: "check", no: "cross", "cannot-tell": "question" };
