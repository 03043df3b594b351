import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { examine } from "../../src/core/examine.ts";
import { forecastOf } from "../../src/core/forecast.ts";
import { runFileOf } from "../../src/core/load.ts";
import { countTokens } from "../../src/engines/embedded/count-tokens.ts";
import { child, model, skip, temporary } from "./engine-support.ts";

const rows = Array.from({ length: 100 }, (_, index) => ({
  question: index === 41 ? "word ".repeat(300) : `What is ${index} plus one?`,
  answer: index === 7 ? "long ".repeat(90) : String(index + 1),
}));

test("rows are counted by the model's own tokenizer: which are too long, the lengths that would do, each row once", {
  skip,
}, async (t) => {
  const folder = temporary(t);
  const cache = process.env.DEEPEXTENSION_CACHE;
  process.env.DEEPEXTENSION_CACHE = path.join(folder, "cache");
  t.after(() => {
    if (cache === undefined) delete process.env.DEEPEXTENSION_CACHE;
    else process.env.DEEPEXTENSION_CACHE = cache;
  });
  const write = (name: string, content: readonly object[]) =>
    writeFileSync(path.join(folder, name), content.map((row) => `${JSON.stringify(row)}\n`).join(""));
  write("train.jsonl", rows);
  write("test.jsonl", [
    { question: "One?", answer: "yes" },
    { question: "Two?", answer: "no ".repeat(60) },
  ]);
  const text = (tooLong: string, max: number) => `version: 1
name: lengths
model: ${JSON.stringify(model("source"))}
data: {train: train.jsonl, test: test.jsonl, prompt: "{{question}}", answer: "{{answer}}"}
train:
  epochs: 2
  max_length: ${max}
  too_long: ${tooLong}
evaluate:
  decode: {max_tokens: 16}
`;
  const file = path.join(folder, "a.run.yaml");
  const progress: number[] = [];
  const first = await examine(runFileOf(file, text("error", 64)), { onProgress: (done) => progress.push(done) });
  const long = first.problems.find(({ code }) => code === "rows-too-long");
  assert.deepEqual(
    [long?.severity, long?.rows, long?.params.count, long?.params.longest_row],
    ["error", [8, 42], 2, 42],
  );
  assert.equal(path.basename(long?.file ?? ""), "train.jsonl");
  const longest = Number(long?.params.longest);
  assert.ok(longest > 300 && longest < 400, `${longest} tokens of a question of 300 words`);
  assert.deepEqual(
    long?.suggestions.map(({ title }) => title),
    [`max_length: ${longest}`, `max_length: ${long?.params.p99}`],
  );
  const room = first.problems.find(({ code }) => code === "rows-without-room");
  assert.deepEqual(room?.rows, [8]);
  const answers = first.problems.find(({ code }) => code === "answers-exceed-max-tokens");
  assert.deepEqual([answers?.rows, answers?.params.max_tokens], [[2], 16]);
  assert.equal(progress.at(-1), 2);

  // Another limit asks no process: the counts are known.
  const counted = progress.length;
  const second = await examine(runFileOf(file, text("drop", 200)), { onProgress: (done) => progress.push(done) });
  assert.equal(progress.length, counted);
  const dropped = second.problems.find(({ code }) => code === "rows-will-be-dropped");
  assert.deepEqual([dropped?.severity, dropped?.rows, dropped?.params.percent], ["warning", [42], 1]);

  const forecast = forecastOf(second.prepared, second.lengths);
  const train = forecast?.splits.find(({ name }) => name === "train");
  assert.equal(train?.tokens?.longest, longest);
  assert.equal(
    train?.tokens?.bins.reduce((sum, bin) => sum + bin.rows, 0),
    100,
  );
  assert.equal(forecast?.variants[0]?.tokens?.counted, true);
});

test("a stopped count is cancelled, and a file that is no model is refused with its reason", { skip }, async (t) => {
  const stop = new AbortController();
  const many = Array.from({ length: 2000 }, () => ({
    messages: [{ role: "user" as const, content: "Hi" }],
    answer: "x",
  }));
  const counting = countTokens(many, {
    model: model("source"),
    child,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await assert.rejects(counting, { code: "cancelled" });
  const folder = temporary(t);
  writeFileSync(path.join(folder, "no.gguf"), "GGUF");
  await assert.rejects(countTokens(many.slice(0, 1), { model: path.join(folder, "no.gguf"), child }));
});
