import { tokenizeElsewhere } from "../src/engines/embedded/native/text/process.ts";
import { projections, readArchitecture, shapeOf } from "../src/engines/embedded/native/train/architecture.ts";
import { packRows } from "../src/engines/embedded/native/train/pack.ts";
import { positionsOf, type TokenRow } from "../src/engines/embedded/native/train/rows.ts";
import { orderRows } from "../src/engines/embedded/native/train/schedule.ts";
import { readGguf } from "../src/models/gguf.ts";
import type { TrainSettings } from "../src/protocol/job.ts";

/** A micro-batch for the rival: [blocks][length] each. `rows` differ between the rows of a block, padding included. */
export interface RivalBatch {
  ids: number[][];
  positions: number[][];
  rows: number[][];
  targets: number[][];
}

/** The optimizer steps that the trainer will do, written out for the rival, with the tokens of each. */
export async function layOutSteps(work: {
  base: string;
  rows: string;
  settings: TrainSettings;
  child: string;
}): Promise<{ steps: RivalBatch[][]; tokens: number[]; operationsPerToken: number }> {
  const { base, settings } = work;
  const { max_length, too_long } = settings;
  const { train } = await tokenizeElsewhere(
    { base, train: work.rows, validation: null, max_length, too_long },
    { entry: work.child, signal: new AbortController().signal },
  );
  const order = orderRows(train.length, settings);
  const rows = Array.from({ length: order.steps }, (_, step) => order.rowsOf(step + 1).map((row) => train[row]!));
  return {
    steps: rows.map((members) =>
      packRows(members.map(positionsOf)).map((batch) => rivalBatch(batch.blocks, batch.length, members)),
    ),
    tokens: rows.map((members) => members.reduce((sum, row) => sum + row.tokens.length, 0)),
    operationsPerToken: await operations(base, train),
  };
}

function rivalBatch(blocks: number[][], length: number, rows: readonly TokenRow[]): RivalBatch {
  const empty = (value: (index: number) => number) =>
    blocks.map(() => Array.from({ length }, (_, index) => value(index)));
  const batch: RivalBatch = {
    ids: empty(() => 0),
    positions: empty(() => 0),
    // Each padding token is a row of its own, so that it sees itself.
    rows: empty((index) => -1 - index),
    targets: empty(() => -100),
  };
  blocks.forEach((members, block) => {
    let at = 0;
    for (const member of members) {
      const row = rows[member]!;
      for (let index = 0; index < positionsOf(row); index += 1, at += 1) {
        batch.ids[block]![at] = row.tokens[index]!;
        batch.positions[block]![at] = index;
        batch.rows[block]![at] = member;
        if (row.targets[index + 1] !== 0) batch.targets[block]![at] = row.tokens[index + 1]!;
      }
    }
  });
  return batch;
}

/** What the matrix products alone need for a token, forward and to its inputs back, the output head on answers only. */
async function operations(base: string, rows: readonly TokenRow[]): Promise<number> {
  const a = readArchitecture(await readGguf(base));
  const matrices = projections.reduce((sum, projection) => sum + shapeOf(a, projection).reduce((x, y) => x * y), 0);
  const tokens = rows.reduce((sum, row) => sum + row.tokens.length, 0);
  const answers = rows.reduce((sum, row) => sum + row.targets.reduce((n, weight) => n + (weight === 0 ? 0 : 1), 0), 0);
  return 4 * (a.layers * matrices + (answers / tokens) * a.width * a.vocabulary);
}
