import type { CandidateResult, Saying } from "../protocol/comparison.ts";
import { megabytes, points } from "./numbers.ts";

export interface Choice {
  chosen: string | null;
  conclusion: Saying;
}

export interface ChoiceInput {
  candidates: readonly CandidateResult[];
  /** A candidate's mean of the primary metric. */
  primaryMean: (candidate: string) => number;
  primary: string;
  items: number;
  reference: (candidate: string) => string | null;
}

/**
 * The smallest candidate that is good enough. Each reference with its quantizations is tested from large to small and the
 * sequence stops at the first that is not shown to hold: so each step can be tested at full confidence (a fixed sequence),
 * and a small model that passes by luck after its larger brother failed is not believed. Rivals stand for themselves.
 */
export function choose(input: ChoiceInput): Choice {
  const { candidates, primaryMean, primary, items } = input;
  const byMean = [...candidates].sort((a, b) => primaryMean(b.name) - primaryMean(a.name));
  if (candidates.every(({ gates }) => gates.length === 0)) {
    const best = byMean[0]!;
    const params = { metric: primary, candidate: best.name, mean: points(primaryMean(best.name)), items };
    return { chosen: null, conclusion: { code: "nothing-asked", params } };
  }
  const tested = sequencesOf(input).map(passed);
  const smallest = tested
    .flatMap(({ last }) => last ?? [])
    .sort((a, b) => a.size_bytes! - b.size_bytes! || primaryMean(b.name) - primaryMean(a.name))[0];
  if (smallest) return { chosen: smallest.name, conclusion: chosenSaying(smallest, input) };
  const stopped = tested.map(({ stop }) => stop).filter((stop) => stop !== null);
  return { chosen: null, conclusion: noneSaying(stopped, input) };
}

/** From large to small: one for each reference, one for each rival. Only what has a size can be the smallest. */
function sequencesOf({ candidates, reference }: ChoiceInput): CandidateResult[][] {
  const sequences = new Map<string, CandidateResult[]>();
  for (const candidate of candidates) {
    if (candidate.size_bytes === null) continue;
    const key = candidate.role === "rival" ? `rival ${candidate.name}` : `reference ${reference(candidate.name)}`;
    sequences.set(key, [...(sequences.get(key) ?? []), candidate]);
  }
  return [...sequences.values()].map((sequence) => sequence.sort((a, b) => b.size_bytes! - a.size_bytes!));
}

function passed(sequence: readonly CandidateResult[]) {
  const at = sequence.findIndex(({ good_enough }) => good_enough !== true);
  const stop = at < 0 ? null : sequence[at]!;
  return { last: at < 0 ? sequence.at(-1) : sequence[at - 1], stop };
}

function chosenSaying({ name, size_bytes }: CandidateResult, input: ChoiceInput): Saying {
  const { candidates, primary, primaryMean, items } = input;
  const reference = input.reference(name);
  const size = candidates.find((candidate) => candidate.name === reference)?.size_bytes;
  const params: Saying["params"] = { candidate: name, metric: primary, mean: points(primaryMean(name)), items };
  if (size_bytes !== null) params.size = megabytes(size_bytes);
  if (size_bytes !== null && size && reference !== null && reference !== name) {
    Object.assign(params, { reference, share: Math.round((100 * size_bytes) / size) });
  }
  return { code: "chosen-smallest", params };
}

/** Names the one that came nearest: a candidate that is merely not decided before one that failed. */
function noneSaying(stopped: readonly CandidateResult[], { items, primaryMean }: ChoiceInput): Saying {
  const nearest = [...stopped].sort(
    (a, b) =>
      Number(a.good_enough === false) - Number(b.good_enough === false) || primaryMean(b.name) - primaryMean(a.name),
  )[0];
  if (!nearest) return { code: "none-sized", params: {} };
  const isOpen = nearest.good_enough === null;
  const gate = nearest.gates.find(({ holds }) => (isOpen ? holds === null : holds === false))!;
  const params = { candidate: nearest.name, metric: gate.metric };
  return isOpen ? { code: "none-open", params: { ...params, items } } : { code: "none-fails", params };
}
