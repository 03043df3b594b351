import type { GateResult, Saying } from "../protocol/comparison.ts";
import type { GateSpec } from "../spec/schema-evaluate.ts";
import { mean } from "../stats/mean.ts";
import { itemsNeeded } from "../stats/power.ts";
import { type PairedScores, standardDeviation, usableClusters } from "./compare-pair.ts";
import { mostItemsToAdvise, power } from "./detectable.ts";
import { meanInterval, twoSided } from "./interval.ts";
import { lossBound } from "./loss-bound.ts";
import { percentOf, points, roughly } from "./numbers.ts";
import { say } from "./say.ts";

export interface GateInput {
  gate: GateSpec;
  candidate: string;
  /**
   * Scores of a candidate, or of a score file, on the gate's metric, in the items' order; undefined: there is none such.
   * Only a score file may lack items (null): a model that gave no answer was wrong, and today's process was not asked.
   */
  scoresOf: (candidate: string) => readonly (number | null)[] | undefined;
  /** The candidate that `against` means here: the reference of the same cell for `reference`. */
  against: (name: string) => string;
  clusters: readonly string[] | null;
  confidence: number;
  /** Of the bootstrap. */
  seed: number;
}

/** One line of `good_enough` for one candidate. */
export function decideGate(input: GateInput): GateResult {
  return "margin" in input.gate ? marginGate(input, input.gate) : floorGate(input, input.gate);
}

type MarginGate = Extract<GateSpec, { margin: number }>;
type FloorGate = Extract<GateSpec, { at_least: number }>;

function marginGate(input: GateInput, gate: MarginGate): GateResult {
  const { candidate, confidence, seed } = input;
  const { metric, margin } = gate;
  const against = input.against(gate.against);
  const result = (saying: Saying, bound: number, holds: boolean | null) =>
    gateResult({ metric, kind: "margin", limit: margin, against, bound, holds }, saying);
  const params = { metric, candidate, against, margin: points(margin), confidence: percentOf(confidence) };
  if (against === candidate) return result({ code: "gate-itself", params: { metric, candidate } }, 0, true);
  const pair = pairedWith(input, against);
  if (!pair) return result({ code: "gate-against-missing", params: { metric, candidate, against } }, -1, null);

  const { a, b } = pair;
  const { lower, upper, holds } = lossBound(pair, { confidence, margin, seed });
  const loss = points(Math.max(0, -lower));
  if (holds) return result({ code: "gate-margin-holds", params: { ...params, loss } }, lower, true);
  if (holds === false) {
    return result({ code: "gate-margin-fails", params: { ...params, least: points(-upper) } }, lower, false);
  }
  const open = { ...params, loss, items: b.length, ...itemsToDecide(a, b, margin, confidence) };
  return result({ code: "gate-margin-open", params: open }, lower, null);
}

/** Both on the items that both have. Null where there is nobody to measure against, or not one item in common. */
function pairedWith({ scoresOf, candidate, clusters }: GateInput, against: string): PairedScores | null {
  const theirs = scoresOf(against);
  const own = scoresOf(candidate)!;
  if (!theirs) return null;
  const shared = theirs.flatMap((score, index) => (score === null ? [] : [index]));
  if (shared.length === 0) return null;
  return {
    a: shared.map((index) => theirs[index]!),
    b: shared.map((index) => own[index]!),
    clusters: clusters && usableClusters(shared.map((index) => clusters[index]!)),
  };
}

/** Items with which a difference like the measured one would probably be shown to be within the margin. */
function itemsToDecide(a: readonly number[], b: readonly number[], margin: number, confidence: number) {
  const differences = a.map((score, index) => b[index]! - score);
  const room = mean(differences) + margin;
  const deviation = standardDeviation(differences);
  if (room <= 0 || deviation === 0) return {};
  const needed = itemsNeeded({ deviation, difference: room, alpha: 1 - confidence, power, sides: 1 });
  return needed > a.length && needed <= mostItemsToAdvise ? { needed: roughly(needed) } : {};
}

function floorGate(input: GateInput, gate: FloorGate): GateResult {
  const { candidate, clusters, confidence, seed } = input;
  const { metric, at_least: floor } = gate;
  const values = input.scoresOf(candidate)!.map((score) => score ?? 0);
  const { mean, low, high } = meanInterval(values, clusters, { confidence: twoSided(confidence), seed });
  const holds = low >= floor ? true : high < floor ? false : null;
  const params = {
    metric,
    candidate,
    items: values.length,
    mean: points(mean),
    bound: points(low),
    most: points(high),
    floor: points(floor),
    confidence: percentOf(confidence),
  };
  const code = holds ? "gate-floor-holds" : holds === false ? "gate-floor-fails" : "gate-floor-open";
  return gateResult({ metric, kind: "floor", limit: floor, against: null, bound: low, holds }, { code, params });
}

function gateResult(facts: Omit<GateResult, "sentence" | "saying">, saying: Saying): GateResult {
  return { ...facts, sentence: say(saying), saying };
}

/** All of `good_enough`: true when all hold, false when one fails; null: can't tell, or nothing was asked. */
export function allHold(gates: readonly GateResult[]): boolean | null {
  if (gates.length === 0) return null;
  if (gates.some(({ holds }) => holds === false)) return false;
  return gates.every(({ holds }) => holds === true) ? true : null;
}
