import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { type Cpu, getFloats, openCpu, setTensor } from "../../src/engines/embedded/native/ffi/backend.ts";
import type { Tensor } from "../../src/engines/embedded/native/ffi/ggml.ts";
import { type Computer, newComputer } from "../../src/engines/embedded/native/train/graph.ts";
import { type BatchData, fillBatch } from "../../src/engines/embedded/native/train/inputs.ts";
import { openModel } from "../../src/engines/embedded/native/train/model.ts";
import { packRows } from "../../src/engines/embedded/native/train/pack.ts";
import { seeded } from "../../src/engines/embedded/native/train/random.ts";
import { positionsOf, weightOf } from "../../src/engines/embedded/native/train/rows.ts";
import {
  gaussian,
  randomRows,
  settings,
  type TinyModel,
  temporaryFolder,
  tiny,
  writeTinyModel,
} from "./train-support.ts";

const variants: [name: string, model: TinyModel, lengths: number[], blocks: number][] = [
  // Two blocks, one of them with two rows.
  ["tied head, shared keys and values", tiny, [60, 33, 25], 2],
  [
    "own head, wide heads, rope factors, a key for each query",
    { ...tiny, tied: false, head: 24, kvHeads: 4, ropeFactors: true },
    [60, 33, 25],
    2,
  ],
  ["a block so long that attention is computed twice", tiny, [210], 1],
];

for (const [name, model, lengths, blocks] of variants) {
  test(`gradients agree with finite differences: ${name}`, async (t) => {
    const file = path.join(temporaryFolder(t), "tiny.gguf");
    writeTinyModel(file, model);
    const cpu = openCpu(1);
    const opened = await openModel(cpu, file, settings);
    randomize(cpu, opened.adapter.weights, opened.adapter.length);
    const computer = newComputer(cpu, opened);

    const rows = randomRows(lengths, { answer: 9, weighted: true });
    const [batch, ...more] = packRows(rows.map(positionsOf));
    assert.ok(batch && more.length === 0 && batch.blocks.length === blocks, "the rows make one micro-batch");
    const data = fillBatch(batch, rows, model.vocabulary);
    const divisor = rows.reduce((sum, row) => sum + weightOf(row), 0);
    const loss = () => lossOf(computer, data, divisor);
    await computer.run(data, divisor);

    for (const pair of opened.adapter.pairs.values()) {
      const matrices = [
        ["A", pair.a, pair.gradients[0]!.a, pair.inputs],
        ["B", pair.b, pair.gradients[0]!.b, pair.outputs],
      ] as const;
      for (const [letter, weights, gradient, height] of matrices) {
        const numbers = height * settings.rank;
        const g = getFloats(cpu.ggml, gradient, numbers);
        const norm = Math.hypot(...g);
        assert.ok(norm > 1e-4, `${pair.name} ${letter} has a gradient`);
        const along = await slope(
          cpu,
          weights,
          g.map((value) => value / norm),
          0.02,
          loss,
        );
        assertClose(along, norm, 2e-3, `${pair.name} ${letter} along its gradient`);
        // One number at a time, where it matters most: a mistake at right angles to the gradient is not seen along it.
        const largest = g.reduce((best, value, index) => (Math.abs(value) > Math.abs(g[best]!) ? index : best), 0);
        const one = new Float32Array(numbers);
        one[largest] = 1;
        assertClose(
          await slope(cpu, weights, one, 0.02, loss),
          g[largest]!,
          1e-2,
          `${pair.name} ${letter} [${largest}]`,
        );
      }
    }
  });
}

/** B of zero would leave A without a gradient. */
function randomize(cpu: Cpu, weights: Tensor, length: number): void {
  const random = seeded(8);
  setTensor(
    cpu.ggml,
    weights,
    Float32Array.from({ length }, () => 0.15 * gaussian(random)),
  );
}

async function lossOf(computer: Computer, data: BatchData, divisor: number): Promise<number> {
  const logs = await computer.run(data, null);
  return logs.reduce((sum, log, index) => sum - (log * data.weights[index]!) / divisor, 0);
}

/** Central difference of the loss along `direction`, of fourth order. */
async function slope(
  cpu: Cpu,
  weights: Tensor,
  direction: Float32Array,
  step: number,
  loss: () => Promise<number>,
): Promise<number> {
  const start = getFloats(cpu.ggml, weights, direction.length);
  const at = async (distance: number) => {
    setTensor(
      cpu.ggml,
      weights,
      start.map((value, index) => value + distance * direction[index]!),
    );
    return loss();
  };
  const near = (await at(step)) - (await at(-step));
  const far = (await at(2 * step)) - (await at(-2 * step));
  setTensor(cpu.ggml, weights, start);
  return (8 * near - far) / (12 * step);
}

function assertClose(actual: number, expected: number, relative: number, what: string): void {
  const off = Math.abs(actual - expected) / Math.abs(expected);
  assert.ok(off <= relative, `${what}: ${actual} by differences, ${expected} by the backward pass (off by ${off})`);
}
