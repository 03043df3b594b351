import assert from "node:assert/strict";
import { test } from "node:test";
import { HEAD_CHUNK } from "../../../src/engines/embedded/native/train/head.ts";
import { fillBatch } from "../../../src/engines/embedded/native/train/inputs.ts";
import { packRows, shareOut } from "../../../src/engines/embedded/native/train/pack.ts";
import { seeded } from "../../../src/engines/embedded/native/train/random.ts";

test("every row is in exactly one block, no block is too full, no micro-batch too big", () => {
  const random = seeded(9);
  for (let round = 0; round < 200; round += 1) {
    const lengths = Array.from({ length: 1 + Math.floor(random.uniform() * 30) }, () =>
      Math.ceil(random.uniform() ** 2 * 400),
    );
    const batches = packRows(lengths);
    const rows = batches.flatMap(({ blocks }) => blocks.flat());
    assert.deepEqual(
      [...rows].sort((a, b) => a - b),
      lengths.map((_, index) => index),
    );
    for (const { length, blocks } of batches) {
      assert.equal(length % 8, 0);
      assert.ok(blocks.length === 1 || length * blocks.length <= 256, `${blocks.length} × ${length}`);
      for (const block of blocks) {
        assert.ok(block.length > 0);
        assert.ok(block.reduce((sum, row) => sum + lengths[row]!, 0) <= length);
      }
    }
    assert.deepEqual(packRows(lengths), batches);
  }
});

test("rows of a kind share micro-batches with little padding", () => {
  // The lab's task: 89 to 123 tokens, eight rows a step.
  const lengths = [110, 95, 122, 101, 108, 117, 89, 113];
  const batches = packRows(lengths);
  const computed = batches.reduce((sum, { length, blocks }) => sum + length * blocks.length, 0);
  const needed = lengths.reduce((sum, length) => sum + length, 0);
  assert.ok(computed / needed < 1.08, `${computed} for ${needed}`);
  assert.equal(batches.length, 4);
  assert.deepEqual(packRows([1000]), [{ length: 1000, blocks: [[0]] }]);
  assert.deepEqual(packRows([8, 8, 8, 8]), [{ length: 8, blocks: [[0], [1], [2], [3]] }]);
  // A long row's block is filled up with short ones.
  assert.deepEqual(packRows([200, 30, 20]), [
    { length: 200, blocks: [[0]] },
    { length: 32, blocks: [[1], [2]] },
  ]);
  assert.deepEqual(packRows([100, 60, 30]), [{ length: 104, blocks: [[0], [1, 2]] }]);
});

test("lanes get micro-batches of half the size, evenly and always the same", () => {
  const lengths = [110, 95, 122, 101, 108, 117, 89, 113];
  const batches = packRows(lengths, 2);
  assert.equal(batches.length, 8);
  const shares = shareOut(batches, 2);
  const tokens = shares.map((share) => share.reduce((sum, { length, blocks }) => sum + length * blocks.length, 0));
  assert.ok(Math.max(...tokens) / Math.min(...tokens) < 1.1, tokens.join());
  assert.deepEqual(shareOut(batches, 2), shares);
  assert.deepEqual(
    shares
      .flat()
      .flatMap(({ blocks }) => blocks.flat())
      .sort(),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  // What would fit into one is halved; what can't be is one lane's.
  assert.deepEqual(packRows([20, 20, 20], 2), [
    { length: 24, blocks: [[0], [1]] },
    { length: 24, blocks: [[2]] },
  ]);
  assert.deepEqual(shareOut(packRows([300], 2), 2), [[{ length: 304, blocks: [[0]] }], []]);
});

test("a micro-batch's numbers: positions start anew, rows see themselves only, padding counts nothing", () => {
  const row = (id: string, tokens: number[], targets: number[]) => ({
    id,
    tokens: Int32Array.from(tokens),
    targets: Float32Array.from(targets),
  });
  const rows = [row("a", [5, 6, 7], [0, 0, 1]), row("b", [8, 9], [0, -0.5])];
  const data = fillBatch({ length: 4, blocks: [[0, 1]] }, rows, 100);
  assert.deepEqual([...data.ids], [5, 6, 8, 0]);
  assert.deepEqual([...data.positions], [0, 1, 0, 0]);
  const sees = Array.from({ length: 4 }, (_, token) =>
    Array.from({ length: 4 }, (__, other) => (data.mask[token * 4 + other] === 0 ? 1 : 0)).join(""),
  );
  assert.deepEqual(sees, ["1000", "1100", "0010", "0001"]);
  assert.equal(data.predictions, 2);
  assert.equal(data.tokens, 5);
  assert.deepEqual([...data.rows.subarray(0, 3)], [1, 2, 0]);
  assert.deepEqual([...data.targets.subarray(0, 3)], [7, 9, 0]);
  assert.deepEqual([...data.weights.subarray(0, 3)], [1, -0.5, 0]);
  assert.deepEqual([...data.places.subarray(0, 3)], [7, 109, 200]);
  assert.equal(data.shape.rows, 16);
});

test("targets lie where their chunk of the output head has them", () => {
  const length = HEAD_CHUNK + 10;
  const tokens = Int32Array.from({ length }, (_, index) => index % 50);
  const row = { id: "long", tokens, targets: new Float32Array(length).fill(1) };
  const data = fillBatch({ length: 80, blocks: [[0]] }, [row], 50);
  assert.equal(data.predictions, length - 1);
  assert.equal(data.places[HEAD_CHUNK], (HEAD_CHUNK + 1) % 50);
  assert.equal(data.places[HEAD_CHUNK - 1], (HEAD_CHUNK - 1) * 50 + (HEAD_CHUNK % 50));
});
