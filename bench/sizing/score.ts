import type { Prediction } from "./predict.ts";

export interface Score {
  rows: number;
  /** Of the absolute relative error. */
  median: number;
  p90: number;
  /** Share of rows whose reality is more than 5 % above the likely value. */
  under: number;
  /** Share above `high`, and within low … high. */
  above: number;
  covered: number;
  /** high / likely at the median. */
  width: number;
}

export function score(predictions: readonly Prediction[]): Score {
  const errors = predictions.map(({ range, measured }) => Math.abs(range.likely / measured - 1));
  const share = (test: (prediction: Prediction) => boolean) =>
    predictions.filter((prediction) => test(prediction)).length / predictions.length;
  return {
    rows: predictions.length,
    median: quantile(errors, 0.5),
    p90: quantile(errors, 0.9),
    under: share(({ range, measured }) => measured > range.likely * 1.05),
    above: share(({ range, measured }) => measured > range.high),
    covered: share(({ range, measured }) => measured <= range.high && measured >= range.low),
    width: quantile(
      predictions.map(({ range }) => range.high / range.likely),
      0.5,
    ),
  };
}

/** Linear between the two nearest ranks. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at % 1);
}
