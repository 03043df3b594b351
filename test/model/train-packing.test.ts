import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { getFloats, openCpu, setTensor } from "../../src/engines/embedded/native/ffi/backend.ts";
import { newComputer } from "../../src/engines/embedded/native/train/graph.ts";
import { fillBatch } from "../../src/engines/embedded/native/train/inputs.ts";
import { openLanes } from "../../src/engines/embedded/native/train/lanes.ts";
import { openModel } from "../../src/engines/embedded/native/train/model.ts";
import { newOptimizer } from "../../src/engines/embedded/native/train/optimizer.ts";
import type { MicroBatch } from "../../src/engines/embedded/native/train/pack.ts";
import { seeded } from "../../src/engines/embedded/native/train/random.ts";
import { fixedThreads } from "../../src/engines/embedded/native/train/threads.ts";
import { gaussian, randomRows, settings, temporaryFolder, tiny, writeTinyModel } from "./train-support.ts";

const rows = randomRows([21, 40, 17, 9], { answer: 6, weighted: true });
/** The same rows, in different company. */
const layouts: Record<string, MicroBatch[]> = {
  "one by one": rows.map((row, index) => ({ length: row.tokens.length - 1, blocks: [[index]] })),
  "in one block": [{ length: 100, blocks: [[2, 0, 3, 1]] }],
  "in two blocks": [
    {
      length: 64,
      blocks: [
        [1, 0],
        [3, 2],
      ],
    },
  ],
  "in two micro-batches": [
    { length: 48, blocks: [[1], [0, 3]] },
    { length: 24, blocks: [[2]] },
  ],
};

test("packed and padded rows give what they give one by one", async (t) => {
  const file = path.join(temporaryFolder(t), "tiny.gguf");
  writeTinyModel(file, tiny);
  const cpu = openCpu(1);
  const model = await openModel(cpu, file, settings);
  const random = seeded(5);
  model.adapter.write(
    "weights",
    Float32Array.from({ length: model.adapter.length }, () => 0.15 * gaussian(random)),
  );
  const computer = newComputer(cpu, model);

  const results: Record<string, { logs: Map<string, number>; gradient: Float32Array }> = {};
  for (const [name, batches] of Object.entries(layouts)) {
    model.adapter.clearGradient();
    const logs = new Map<string, number>();
    for (const batch of batches) {
      const values = await computer.run(fillBatch(batch, rows, tiny.vocabulary), 24);
      let at = 0;
      for (const row of batch.blocks.flat()) {
        for (let answer = 0; answer < 6; answer += 1) logs.set(`${row} ${answer}`, values[at++]!);
      }
      assert.equal(at, values.length);
    }
    results[name] = { logs, gradient: getFloats(cpu.ggml, model.adapter.gradients[0]!, model.adapter.length) };
  }

  const { logs, gradient } = results["one by one"]!;
  const norm = Math.hypot(...gradient);
  for (const [name, result] of Object.entries(results)) {
    assert.equal(result.logs.size, logs.size);
    for (const [key, log] of logs) {
      const off = Math.abs(result.logs.get(key)! - log);
      assert.ok(off <= 1e-4, `${name}: answer token ${key} is off by ${off}`);
    }
    const off = Math.hypot(...gradient.map((value, index) => value - result.gradient[index]!)) / norm;
    assert.ok(off <= 1e-4, `${name}: the gradient is off by ${off} of its length`);
  }
});

test("lanes side by side give what one gives", async (t) => {
  const file = path.join(temporaryFolder(t), "tiny.gguf");
  writeTinyModel(file, tiny);
  const cpu = openCpu(1);
  const model = await openModel(cpu, file, settings, 2);
  const random = seeded(5);
  model.adapter.write(
    "weights",
    Float32Array.from({ length: model.adapter.length }, () => 0.15 * gaussian(random)),
  );
  const optimizer = newOptimizer(cpu, model.adapter);
  const gradientOf = async (count: number) => {
    model.adapter.clearGradient();
    const { sum, predictions } = await openLanes(cpu, model, count, fixedThreads(1)).run(rows, 24, () => undefined);
    optimizer.gather();
    const gradient = getFloats(cpu.ggml, model.adapter.gradients[0]!, model.adapter.length);
    return { sum, predictions, gradient };
  };
  const one = await gradientOf(1);
  const two = await gradientOf(2);
  assert.equal(one.predictions, 24);
  assert.equal(two.predictions, 24);
  assert.ok(Math.abs(one.sum - two.sum) < 1e-4 * one.sum);
  const off = Math.hypot(...one.gradient.map((value, index) => value - two.gradient[index]!));
  assert.ok(off <= 1e-4 * Math.hypot(...one.gradient), `the gradient is off by ${off}`);
  assert.deepEqual(await gradientOf(2), two);
});

test("an adapter whose B is zero changes nothing", async (t) => {
  const file = path.join(temporaryFolder(t), "tiny.gguf");
  writeTinyModel(file, tiny);
  const cpu = openCpu(1);
  const model = await openModel(cpu, file, settings);
  const data = fillBatch({ length: 64, blocks: [[1, 0]] }, rows, tiny.vocabulary);
  const fresh = await newComputer(cpu, model).run(data, null);
  const base = await newComputer(cpu, { ...model, adapter: null }).run(data, null);
  assert.deepEqual(fresh, base);

  // And one whose B is not zero does.
  const { b, outputs } = model.adapter.pairs.get("blk.0.attn_v.weight")!;
  setTensor(cpu.ggml, b, new Float32Array(outputs * settings.rank).fill(0.1));
  assert.notDeepEqual(await newComputer(cpu, model).run(data, null), base);
});

test("the number of threads changes no bit", async (t) => {
  const file = path.join(temporaryFolder(t), "tiny.gguf");
  writeTinyModel(file, tiny);
  const cpu = openCpu(1);
  const model = await openModel(cpu, file, settings);
  const computer = newComputer(cpu, model);
  const data = fillBatch(
    {
      length: 64,
      blocks: [
        [1, 0],
        [3, 2],
      ],
    },
    rows,
    tiny.vocabulary,
  );
  const gradientWith = async (threads: number) => {
    cpu.setThreads(threads);
    model.adapter.clearGradient();
    await computer.run(data, 24);
    return getFloats(cpu.ggml, model.adapter.gradients[0]!, model.adapter.length);
  };
  assert.deepEqual(await gradientWith(2), await gradientWith(1));
});
