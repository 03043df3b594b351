/** An estimate as a range: of measured rows, nineteen in twenty lie below `high`, and as many above `low`. */
export interface Range {
  low: number;
  likely: number;
  high: number;
}

/** What an estimate is of: errors differ by it far more than by model. */
export type EstimateKind =
  | "weights"
  | "serve"
  | "serve-several"
  | "train"
  | "train-reserved"
  | "train-ragged"
  | "train-several"
  | "seconds";

/**
 * Factors below and above the likely value. Chosen so that nineteen in twenty of the rows of test/data/sizing/measured.csv
 * stay within each side when their model is left out of the fit (`npm run bench:sizing` prints the coverage), and not
 * narrower than ± 3 %: a table of rows is less than the world.
 */
const factors: Readonly<Record<EstimateKind, readonly [low: number, high: number]>> = {
  weights: [0.97, 1.05],
  serve: [0.94, 1.12],
  "serve-several": [0.85, 1.15],
  train: [0.8, 1.3],
  "train-reserved": [0.8, 1.25],
  "train-ragged": [0.75, 1.45],
  "train-several": [0.7, 1.45],
  seconds: [0.75, 1.35],
};

/** A shape that was guessed from the number of weights widens both sides by this share. */
const GUESSED_SHAPE = 0.15;

export function rangeOf(likely: number, kind: EstimateKind, options: { guessed?: boolean } = {}): Range {
  const [low, high] = factors[kind];
  const wider = options.guessed ? GUESSED_SHAPE : 0;
  return { low: likely * (low - wider), likely, high: likely * (high + wider) };
}
