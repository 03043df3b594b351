import type { Classification } from "../protocol/comparison.ts";
import { percentile } from "../stats/percentile.ts";
import { createRandom } from "../stats/random.ts";
import type { Labelled } from "./scorers/labels.ts";

const mostResamples = 2000;
/** Draws in all; beyond, there are fewer resamples, as the interval of so many items is narrow anyway. */
const mostDraws = 20_000_000;
const leastResamples = 200;

/** Precision, recall and F1 by class, which label was taken for which, and macro F1 with its interval. */
export function classificationOf(
  labelled: Labelled,
  clusters: readonly string[] | null,
  options: { confidence: number; seed: number },
): Classification {
  const { labels, expected, given } = labelled;
  const confusion = labels.map(() => new Array<number>(labels.length + 1).fill(0));
  for (const [index, wanted] of expected.entries()) confusion[wanted]![given[index] ?? labels.length]! += 1;
  const classes = labels.map((label, index) => {
    const wanted = sum(confusion[index]!);
    const got = sum(confusion.map((row) => row[index]!));
    const right = confusion[index]![index]!;
    const precision = got === 0 ? null : right / got;
    return {
      label,
      expected: wanted,
      given: got,
      right,
      precision,
      recall: right / wanted,
      f1: (2 * right) / (wanted + got),
    };
  });
  const value = sum(classes.map(({ f1 }) => f1)) / classes.length;
  return { classes, confusion, macro_f1: { value, interval: intervalOf(labelled, clusters, options) } };
}

/**
 * Percentile bootstrap (Efron 1979): items, or whole clusters, are drawn anew and macro F1 is computed of each drawing. A
 * class that a drawing lacks on both sides is left out of its mean. Null where all drawings are the same, as when nothing is
 * wrong: an interval without width would claim too much.
 */
function intervalOf(
  { labels, expected, given }: Labelled,
  clusters: readonly string[] | null,
  { confidence, seed }: { confidence: number; seed: number },
): Classification["macro_f1"]["interval"] {
  const units = unitsOf(expected.length, clusters);
  const resamples = Math.max(leastResamples, Math.min(mostResamples, Math.floor(mostDraws / expected.length)));
  const { below } = createRandom(seed);
  const values = new Float64Array(resamples);
  const [wanted, got, right] = [0, 1, 2].map(() => new Float64Array(labels.length + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let round = 0; round < resamples; round++) {
    for (const counts of [wanted, got, right]) counts.fill(0);
    for (let draw = 0; draw < units.length; draw++) {
      for (const index of units[below(units.length)]!) {
        const label = expected[index]!;
        const answer = given[index] ?? labels.length;
        wanted[label]! += 1;
        got[answer]! += 1;
        if (label === answer) right[label]! += 1;
      }
    }
    values[round] = macroOf(wanted, got, right, labels.length);
  }
  values.sort();
  if (values[0] === values[resamples - 1]) return null;
  const tail = (1 - confidence) / 2;
  const code = clusters ? "method-macro-f1-clusters" : "method-macro-f1";
  return {
    low: percentile(values, tail),
    high: percentile(values, 1 - tail),
    confidence,
    method: { code, params: { units: units.length, resamples } },
  };
}

function macroOf(wanted: Float64Array, got: Float64Array, right: Float64Array, labels: number): number {
  let [total, present] = [0, 0];
  for (let label = 0; label < labels; label++) {
    const all = wanted[label]! + got[label]!;
    if (all === 0) continue;
    present += 1;
    total += (2 * right[label]!) / all;
  }
  return present === 0 ? 0 : total / present;
}

/** Indexes of the items of each unit that stands for itself. */
function unitsOf(items: number, clusters: readonly string[] | null): number[][] {
  if (!clusters) return Array.from({ length: items }, (_, index) => [index]);
  const groups = new Map<string, number[]>();
  for (const [index, name] of clusters.entries()) {
    const group = groups.get(name);
    if (group) group.push(index);
    else groups.set(name, [index]);
  }
  return [...groups.values()];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
