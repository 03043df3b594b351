import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { getLlama, LlamaLogLevel, type Token } from "node-llama-cpp";
import { writeGguf } from "../../src/engines/embedded/native/gguf/write.ts";
import { readGguf } from "../../src/models/gguf.ts";
import { execute, model, skip, temporary, threads } from "./engine-support.ts";

const settings = { skip, timeout: 120_000 };
const RANK = 4;

/** An adapter for some of the test model's weights; `value` gives its numbers one after the other. */
async function adapterFor(t: TestContext, value: () => number, change: { architecture?: string; rows?: number } = {}) {
  const file = path.join(temporary(t), "adapter.gguf");
  const base = await readGguf(model("base.f16"));
  const adapted = base.tensors.filter(({ name }) => /^blk\.(0|1|14|29)\.(attn_q|attn_v|ffn_down)\.weight$/.test(name));
  const matrix = (name: string, dims: [number, number]) => {
    const values = Float32Array.from({ length: dims[0] * dims[1] }, value);
    return { name, type: "F32" as const, dims, bytes: values.byteLength, data: () => values };
  };
  const tensors = adapted.flatMap(({ name, dims: [inputs, outputs] }) => [
    matrix(`${name}.lora_a`, [change.rows ?? inputs!, RANK]),
    matrix(`${name}.lora_b`, [RANK, outputs!]),
  ]);
  writeGguf(
    file,
    [
      ["general.architecture", "string", change.architecture ?? "llama"],
      ["general.type", "string", "adapter"],
      ["adapter.type", "string", "lora"],
      ["adapter.lora.alpha", "f32", 2 * RANK],
    ],
    tensors,
  );
  return { file, pairs: adapted.length };
}

function merge(t: TestContext, adapter: string) {
  const out = path.join(temporary(t), "out");
  mkdirSync(out);
  const job = { kind: "merge", base: model("base.f16"), adapter, out, threads } as const;
  return { merged: path.join(out, "model.f16.gguf"), done: execute(job) };
}

test("an adapter of zeros changes no byte", settings, async (t) => {
  const { file, pairs } = await adapterFor(t, () => 0);
  const { merged, done } = merge(t, file);
  const { facts, messages } = await done;
  assert.ok(readFileSync(merged).equals(readFileSync(model("base.f16"))));
  assert.deepEqual([facts.merged_tensors, facts.rank, facts.alpha], [pairs, RANK, 2 * RANK]);
  assert.equal(messages.filter((message) => message.type === "progress").length, pairs);
});

test("a merged model answers as the base does with the adapter beside it", settings, async (t) => {
  let state = 7;
  const { file } = await adapterFor(t, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 0.5;
  });
  const { merged, done } = merge(t, file);
  await done;
  const llama = await getLlama({
    gpu: false,
    maxThreads: 1,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
  });
  t.after(() => llama.dispose());
  const prompts = ["The capital of France is", "Once upon a time", "def add(a, b):\n", "1, 2, 3, 4,"];
  const answers = async (file: string, adapter?: string) => {
    const loaded = await llama.loadModel({ modelPath: file });
    const context = await loaded.createContext({
      contextSize: 64,
      threads: 1,
      ...(adapter ? { lora: { adapters: [{ filePath: adapter }] } } : {}),
    });
    const sequence = context.getSequence();
    const texts: string[] = [];
    for (const prompt of prompts) {
      await sequence.clearHistory();
      const tokens: Token[] = [];
      for await (const token of sequence.evaluate(loaded.tokenize(prompt), { temperature: 0 })) {
        if (tokens.push(token) === 8) break;
      }
      texts.push(loaded.detokenize(tokens));
    }
    await loaded.dispose();
    return texts;
  };
  const beside = await answers(model("base.f16"), file);
  assert.deepEqual(await answers(merged), beside);
  assert.notDeepEqual(await answers(model("base.f16")), beside, "an adapter that changes nothing would prove nothing");
});

test("an adapter for another model is refused by name", settings, async (t) => {
  const other = await adapterFor(t, () => 0, { architecture: "qwen2" });
  await assert.rejects(merge(t, other.file).done, (error: { code: string; params: Record<string, string> }) => {
    assert.equal(error.code, "adapter-for-another-base");
    assert.deepEqual([error.params.expected, error.params.found], ["llama", "qwen2"]);
    return true;
  });
  const wider = await adapterFor(t, () => 0, { rows: 640 });
  await assert.rejects(merge(t, wider.file).done, (error: { code: string; params: Record<string, string> }) => {
    assert.equal(error.code, "adapter-for-another-base");
    assert.match(error.params.what ?? "", /^blk\.0\./);
    return true;
  });
});
