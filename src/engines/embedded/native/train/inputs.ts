import type { Shape } from "./forward.ts";
import { HEAD_CHUNK } from "./head.ts";
import type { MicroBatch } from "./pack.ts";
import { positionsOf, type TokenRow } from "./rows.ts";

/** The numbers of one micro-batch, as its graph takes them. */
export interface BatchData {
  shape: Shape;
  /** A graph of this many predicting rows; what `shape.rows` is beyond it is padding of weight 0. */
  predictions: number;
  ids: Int32Array;
  positions: Int32Array;
  mask: Float32Array;
  rows: Int32Array;
  targets: Int32Array;
  places: Int32Array;
  /** As the rows have them, not divided by anything yet. */
  weights: Float32Array;
  /** Tokens of rows, the last of each included: what was trained on, without padding. */
  tokens: number;
}

/** Graphs are built for numbers of predictions that are multiples of this, so that fewer have to be built. */
const PREDICTIONS = 16;

/**
 * Fills a micro-batch. `rows` are the step's rows that `batch` names by index.
 *
 * Each token sees the earlier ones of its own row. A padding token sees itself alone: a token that sees nothing would
 * give 0/0, which spreads.
 */
export function fillBatch(batch: MicroBatch, rows: readonly TokenRow[], vocabulary: number): BatchData {
  const { length, blocks } = batch;
  const total = length * blocks.length;
  const ids = new Int32Array(total);
  const positions = new Int32Array(total);
  const mask = new Float32Array(total * length).fill(Number.NEGATIVE_INFINITY);
  const predicting: { at: number; token: number; weight: number }[] = [];
  let tokens = 0;

  blocks.forEach((members, block) => {
    const see = (token: number, first: number) => {
      const start = (block * length + token) * length;
      mask.fill(0, start + first, start + token + 1);
    };
    let at = 0;
    for (const member of members) {
      const row = rows[member]!;
      const count = positionsOf(row);
      tokens += row.tokens.length;
      for (let index = 0; index < count; index += 1) {
        const place = block * length + at + index;
        ids[place] = row.tokens[index]!;
        positions[place] = index;
        see(at + index, at);
        const weight = row.targets[index + 1]!;
        if (weight !== 0) predicting.push({ at: place, token: row.tokens[index + 1]!, weight });
      }
      at += count;
    }
    for (; at < length; at += 1) see(at, at);
  });

  const padded = Math.max(PREDICTIONS, Math.ceil(predicting.length / PREDICTIONS) * PREDICTIONS);
  const data: BatchData = {
    shape: { length, blocks: blocks.length, rows: padded },
    predictions: predicting.length,
    ids,
    positions,
    mask,
    rows: new Int32Array(padded),
    targets: new Int32Array(padded),
    places: new Int32Array(padded),
    weights: new Float32Array(padded),
    tokens,
  };
  for (let index = 0; index < padded; index += 1) {
    const { at, token, weight } = predicting[index] ?? { at: 0, token: 0, weight: 0 };
    data.rows[index] = at;
    data.targets[index] = token;
    data.places[index] = (index % HEAD_CHUNK) * vocabulary + token;
    data.weights[index] = weight;
  }
  return data;
}
