import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { readModelFacts } from "../../src/models/inspect.ts";
import { execute, model, skip, temporary, threads } from "./engine-support.ts";

const settings = { skip, timeout: 120_000 };

test("convert makes the two copies and says what the source was", settings, async (t) => {
  const out = temporary(t);
  const { facts, messages, peak_memory_bytes } = await execute({
    kind: "convert",
    source: model("source"),
    out,
    threads,
  });
  assert.equal(facts.source_type, "q4_1");
  for (const [name, quantization] of [
    ["base.f16.gguf", "F16"],
    ["base.q8_0.gguf", "Q8_0"],
  ] as const) {
    assert.equal((await readModelFacts(path.join(out, name))).quantization, quantization);
  }
  const progress = messages.filter((message) => message.type === "progress");
  assert.equal(progress.at(-1)?.done, progress.at(-1)?.total);
  assert.ok(progress.length > 10 && peak_memory_bytes > 50e6);
});

test("a source that is f16 already is not converted again", settings, async (t) => {
  const out = temporary(t);
  const { facts } = await execute({ kind: "convert", source: model("base.f16"), out, threads });
  assert.equal(facts.source_type, "f16");
  assert.ok(readFileSync(path.join(out, "base.f16.gguf")).equals(readFileSync(model("base.f16"))));
  assert.ok(!("f16_seconds" in facts));
});

test("quantize makes a smaller model and says which tensors did not fit the type", settings, async (t) => {
  const out = temporary(t);
  const job = { kind: "quantize", source: model("base.f16"), type: "q4_k_m", out, threads } as const;
  const { facts, messages } = await execute(job);
  const made = await readModelFacts(path.join(out, "model.q4_k_m.gguf"));
  assert.equal(made.quantization, "Q4_K_M");
  assert.equal(facts.file_bytes, made.size_bytes);
  assert.ok(Number(facts.bits_per_weight) > 4 && Number(facts.bits_per_weight) < 7);
  const note = messages.find((message) => message.type === "note");
  assert.equal(note?.code, "quantize-fallback", "576 columns are no multiple of 256");
  assert.equal(note?.params.count, facts.fallback_tensors);
});

test("a type that needs an importance matrix is refused by name, and nothing is written", settings, async (t) => {
  const out = temporary(t);
  const job = { kind: "quantize", source: model("base.f16"), type: "iq2_xxs", out, threads } as const;
  await assert.rejects(execute(job), { code: "needs-importance-matrix", params: { type: "iq2_xxs" } });
});

test("a failure of llama.cpp comes with its own words", settings, async (t) => {
  const out = temporary(t);
  const source = path.join(out, "empty.gguf");
  writeFileSync(source, "");
  await assert.rejects(
    execute({ kind: "quantize", source, type: "q8_0", out, threads }),
    (error: { code: string; params: { reason: string } }) => {
      assert.equal(error.code, "quantize-failed");
      assert.match(error.params.reason, /load|open|read|magic/);
      return true;
    },
  );
  rmSync(source);
});
