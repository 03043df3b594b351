import { percentOf, points, probability, signedPoints } from "../evaluation/numbers.ts";
import type { CandidateResult, Classification, Comparison, Pair, Saying, Verdict } from "../protocol/comparison.ts";
import type { ScoreRow } from "../protocol/item.ts";
import type { RunState } from "../protocol/run-state.ts";
import type { ReportPhrase } from "./messages.ts";
import type { Words } from "./words.ts";

/** An item on which candidates differ, with what each answered. */
export interface Example {
  id: string;
  prompt: string;
  expected: string;
  answers: {
    candidate: string;
    answer: string;
    score?: number | null;
    /** The first layer at which it failed; null: at none. */
    failed_layer?: string | null;
  }[];
}

/** How often test rows were looked at before. */
export interface Looks {
  /** Earlier runs that compared candidates on the same rows. */
  runs: number;
  /** Different models and ways of asking that were judged on them, this run's included. */
  candidates: number;
}

export interface ReportInput {
  run: RunState;
  verdict: Verdict;
  /** By candidate. */
  scores?: Readonly<Record<string, readonly ScoreRow[]>>;
  examples?: readonly Example[];
  /** Earlier looks of this workspace at the same test rows; absent: not counted. */
  looks?: Looks;
  /** Text of the run file as it ran; empty where it is gone. */
  runFile: string;
}

export function primaryOf(verdict: Verdict): Comparison {
  const found = verdict.comparisons.find(({ metric }) => metric === verdict.primary);
  if (!found) throw new Error(`the verdict has no comparison of its primary metric ${verdict.primary}`);
  return found;
}

export function candidateOf(verdict: Verdict, name: string): CandidateResult | null {
  return verdict.candidates.find((candidate) => candidate.name === name) ?? null;
}

/** Who the first page is about: the chosen candidate, else the one with the highest mean. */
export function featured(verdict: Verdict): CandidateResult {
  const byMean = [...primaryOf(verdict).variants].sort((a, b) => b.mean - a.mean);
  return candidateOf(verdict, verdict.chosen ?? byMean[0]!.name)!;
}

/** The declared comparisons that a candidate takes part in. */
export function pairsOf(verdict: Verdict, name: string): Pair[] {
  return primaryOf(verdict).pairs.filter(({ a, b }) => a === name || b === name);
}

/** Why a candidate was not chosen: a line of `good_enough` that does not hold, or what else kept it back. Null: nothing was asked. */
export function whyNot(verdict: Verdict, candidate: CandidateResult): Saying | { phrase: ReportPhrase } | null {
  if (candidate.gates.length === 0) return null;
  const open =
    candidate.gates.find(({ holds }) => holds === false) ?? candidate.gates.find(({ holds }) => holds === null);
  if (open) return open.saying;
  if (candidate.size_bytes === null) return { phrase: "reason-unsized" };
  const chosen = verdict.chosen === null ? null : candidateOf(verdict, verdict.chosen);
  const isLarger = chosen?.size_bytes != null && candidate.size_bytes >= chosen.size_bytes;
  return { phrase: isLarger ? "reason-larger" : "reason-behind" };
}

/** What a reader must know of any evaluation like this one, beside the verdict's own notes. */
export function untested({ run, verdict }: ReportInput): { phrase: ReportPhrase; params?: Record<string, number> }[] {
  const clustered = primaryOf(verdict).pairs.some(({ method_saying }) =>
    method_saying.code.startsWith("method-clustered"),
  );
  return [
    { phrase: "untested-items", params: { items: verdict.items } },
    { phrase: clustered ? "untested-clusters" : "untested-independent" },
    ...(run.stages.some(({ kind }) => kind === "train") ? [{ phrase: "untested-training" as const }] : []),
    { phrase: "untested-speed" },
    { phrase: verdict.forgetting ? "untested-safety-only" : "untested-safety" },
  ];
}

/** A mean with its interval in percent: `91.7 (85.3 – 95.4)`. */
export function meanText({ mean, low, high }: { mean: number; low: number; high: number }): string {
  return `${points(mean)} (${points(low)} – ${points(high)})`;
}

/** `−4.2`, `−9.4 to …` and the like in the columns of a table of pairs. */
export function pairColumns(pair: Pair) {
  return {
    ...signedInterval(pair),
    flips: pair.b_only === null || pair.c_only === null ? "" : `${pair.b_only} / ${pair.c_only}`,
    p: pair.p === null ? "" : bareP(pair.p),
    adjusted: pair.p_adjusted === null ? "" : bareP(pair.p_adjusted),
  };
}

/** A difference of shares with its interval, in points. */
export function signedInterval({ difference, low, high }: Pick<Pair, "difference" | "low" | "high">) {
  return { difference: signedPoints(difference), interval: `${signedPoints(low)} … ${signedPoints(high)}` };
}

/** A p value for a column of its own: `0.041`, `< 0.001`. */
export function bareP(p: number): string {
  return probability(p).replace(/^= /, "");
}

/** Items that passed every layer. */
export function passedItems(verdict: Verdict, { failures }: CandidateResult): number {
  return verdict.items - failures.reduce((sum, { items }) => sum + items, 0);
}

/** Layers at which any candidate failed, from the outermost in. */
export function failingLayers(verdict: Verdict): string[] {
  const layers = verdict.candidates.flatMap(({ failures }) => failures);
  return [...new Set(layers.map(({ layer }) => layer))].filter((layer) =>
    layers.some((one) => one.layer === layer && one.items > 0),
  );
}

export function failedAt({ failures }: CandidateResult, layer: string): number {
  return failures.find((one) => one.layer === layer)?.items ?? 0;
}

/** How an evaluation was made, line by line: what to write beside any number of it. */
export function machineParams(run: RunState, memory: (bytes: number) => string) {
  const { machine } = run;
  if (!machine) return null;
  return {
    cpu: machine.cpu,
    cores: machine.physical_cores,
    memory: memory(machine.memory_bytes),
    platform: `${machine.platform} ${machine.arch}`,
    threads: machine.threads,
  };
}

/** Candidates whose labels were told apart. */
export function classifying(verdict: Verdict): { name: string; classification: Classification }[] {
  return verdict.candidates.flatMap(({ name, classification }) => (classification ? [{ name, classification }] : []));
}

/** A class's F1 and the precision and recall that it is made of, in percent. */
export function classText({ f1, precision, recall }: Classification["classes"][number]) {
  return { f1: points(f1), parts: `${precision === null ? "–" : points(precision)} / ${points(recall)}` };
}

/** What the intervals of macro F1 are. */
export function macroText(
  { confidence, method }: NonNullable<Classification["macro_f1"]["interval"]>,
  { phrase, said }: Words,
): string {
  return phrase("macro-f1-method", { confidence: percentOf(confidence), method: said(method) });
}

/** What one item costs of a sum over all of them: few digits that count, as it is a small fraction of a coin. */
export function moneyPerItem({ amount, currency }: { amount: number; currency: string }, items: number): string {
  return `${Number((amount / items).toPrecision(3))} ${currency}`;
}
