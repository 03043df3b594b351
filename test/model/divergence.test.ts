import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { openContext } from "../../src/engines/embedded/native/decode/context.ts";
import { chatOfModel, openModel } from "../../src/engines/embedded/native/decode/model.ts";
import { OUTPUTS, predictor } from "../../src/engines/embedded/native/divergence/predict.ts";
import { renderExample } from "../../src/engines/embedded/native/text/chat.ts";
import { divergenceRowSchema, divergenceSchema } from "../../src/protocol/divergence.ts";
import type { JobOf } from "../../src/protocol/job.ts";
import { klDivergence } from "../../src/stats/divergence.ts";
import { mean } from "../../src/stats/mean.ts";
import { execute, item, model as modelFile, skip, temporary, writeItems } from "./engine-support.ts";

const threads = 1;
const items = [
  item("paris", "Where is Paris?", "Paris is the capital of France."),
  item("json", "Sort: Buy now!", '{"category":"spam","urgent":false}'),
  item("silent", "No answer is expected of this one."),
  item("zh", "写一句问候语。", "您好，很高兴为您服务。"),
];

function job(folder: string, model: "base.f16" | "base.q8_0", reference: string | null): JobOf<"divergence"> {
  const list = writeItems(path.join(folder, "items.jsonl"), items);
  const out = path.join(folder, reference === null ? "reference" : `out-${model}`);
  mkdirSync(out, { recursive: true });
  return { kind: "divergence", model: modelFile(model), items: list, shots: null, reference, out, threads };
}

/** Log probabilities of the whole vocabulary at each place of each answer. */
async function fullPredictions(name: "base.f16" | "base.q8_0"): Promise<Float32Array[]> {
  const model = openModel(modelFile(name));
  const chat = chatOfModel(model);
  const context = openContext(model, { length: 256, sequences: 1, threads, batch: 512, outputs: OUTPUTS });
  const predict = predictor(context);
  const places: Float32Array[] = [];
  for (const each of items.filter(({ answer }) => answer !== "")) {
    const { tokens, answerStart } = renderExample(chat, each);
    for await (const { logs } of predict(tokens, answerStart)) places.push(logs);
  }
  context.close();
  model.free();
  return places;
}

test("what is kept of the reference tells the divergence within the bound that is said", {
  skip,
  timeout: 180_000,
}, async (t) => {
  const folder = temporary(t);
  const kept = await execute(job(folder, "base.f16", null));
  const reference = path.join(folder, "reference", "reference.bin");
  assert.equal(statSync(reference).size, Math.round(Number(kept.facts.bytes_per_token) * Number(kept.facts.tokens)));

  const { facts } = await execute(job(folder, "base.q8_0", reference));
  const divergence = divergenceSchema.parse(facts.divergence);
  assert.deepEqual(
    [divergence.items, divergence.tokens],
    [3, kept.facts.tokens],
    "a row without an answer is left out",
  );
  const [base, other] = [await fullPredictions("base.f16"), await fullPredictions("base.q8_0")];
  const full = mean(base.map((logs, index) => klDivergence(logs, other[index]!)));
  assert.ok(divergence.kld_mean <= full + 1e-5, `${divergence.kld_mean} ≤ ${full}`);
  assert.ok(full <= divergence.kld_mean + divergence.kld_missing + 1e-5);
  assert.ok(
    full - divergence.kld_mean < 0.2 * full,
    `in practice close: ${divergence.kld_mean} of ${full}, at most ${divergence.kld_missing} more`,
  );
  assert.ok(divergence.same_top > 0.8 && divergence.kld_p99 <= divergence.kld_max);
  assert.ok(divergence.perplexity > 1 && Math.abs(divergence.perplexity / divergence.reference_perplexity - 1) < 0.2);

  const rows = readFileSync(path.join(folder, "out-base.q8_0", "divergence.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => divergenceRowSchema.parse(JSON.parse(line)));
  assert.deepEqual(
    rows.map(({ id }) => id),
    ["paris", "json", "zh"],
  );
  const weighted = rows.reduce((sum, { kld, tokens }) => sum + kld * tokens, 0) / divergence.tokens;
  assert.ok(Math.abs(weighted - divergence.kld_mean) < 1e-9);

  const same = divergenceSchema.parse((await execute(job(folder, "base.f16", reference))).facts.divergence);
  assert.ok(same.kld_max < 1e-4 && same.same_top === 1, "a model does not diverge from itself");
});
