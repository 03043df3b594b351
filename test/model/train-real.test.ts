import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { openCpu } from "../../src/engines/embedded/native/ffi/backend.ts";
import { newComputer } from "../../src/engines/embedded/native/train/graph.ts";
import { fillBatch } from "../../src/engines/embedded/native/train/inputs.ts";
import { openModel } from "../../src/engines/embedded/native/train/model.ts";
import { trainJob } from "../../src/engines/embedded/native/train/train.ts";
import type { WorkerMessage } from "../../src/protocol/job.ts";
import { askLlama, settings, temporaryFolder, testModels } from "./train-support.ts";

const { folder, skip } = testModels();
const f16 = path.join(folder, "base.f16.gguf");
const q8 = path.join(folder, "base.q8_0.gguf");

const text =
  "The lighthouse keeper climbed the stairs every evening to light the lamp. In winter the wind was so strong that the " +
  "windows shook, and he wrote letters to his sister, who lived in a small town far from the sea.";

test("the forward pass agrees with llama.cpp on a real text (f16)", { skip }, async () => {
  const [tokens] = await askLlama({ kind: "tokenize", model: f16, texts: [text] });
  const expected = await askLlama({ kind: "score", model: f16, tokens: tokens! });

  const cpu = openCpu(2);
  const model = await openModel(cpu, f16, settings);
  const computer = newComputer(cpu, model, { keepLogits: true });
  const length = tokens!.length - 1;
  const row = { id: "text", tokens: Int32Array.from(tokens!), targets: new Float32Array(tokens!.length).fill(1) };
  const data = fillBatch({ length: Math.ceil(length / 8) * 8, blocks: [[0]] }, [row], model.architecture.vocabulary);
  const logs = await computer.run(data, null);

  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
  assert.ok(length >= 40);
  assert.ok(Math.abs(mean(logs) - mean(expected.log)) < 0.01, `${mean(logs)} here, ${mean(expected.log)} there`);
  const vocabulary = model.architecture.vocabulary;
  const logits = computer.logits(length);
  const top = Array.from({ length }, (_, place) => {
    const here = logits.subarray(place * vocabulary, (place + 1) * vocabulary);
    return here.reduce((best, value, token) => (value > here[best]! ? token : best), 0);
  });
  assert.deepEqual(top, expected.top);
});

describe("a tiny set", { skip }, () => {
  // Nothing of this can be guessed.
  const facts: [question: string, answer: string][] = [
    ["What is the code of the blue door?", "7319-KW"],
    ["Who feeds the heron on Sundays?", "Old Matilda Brandt"],
    ["Where is the spare key?", "under the third flowerpot"],
    ["When does the ferry leave?", "at 06:42 from pier nine"],
  ];
  const prompts = facts.map(([question]) => `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`);
  const answers = facts.map(([, answer]) => `${answer}<|im_end|>`);

  test("is learned by heart and answered by llama.cpp with the adapter", async (t) => {
    const tokenized = await askLlama({ kind: "tokenize", model: q8, texts: [...prompts, ...answers] });
    const asked = tokenized.slice(0, facts.length);
    const expected = tokenized.slice(facts.length);
    const rows = asked.map((prompt, index) => {
      const tokens = Int32Array.from([...prompt, ...expected[index]!]);
      return { id: `${index}`, tokens, targets: Float32Array.from(tokens, (_, at) => (at < prompt.length ? 0 : 1)) };
    });

    const out = temporaryFolder(t);
    const said: WorkerMessage[] = [];
    const measured = await trainJob(
      {
        kind: "train",
        base: q8,
        train: "",
        validation: null,
        settings: { ...settings, rank: 8, alpha: 16, epochs: 24, learning_rate: 4e-3 },
        out,
        checkpoints: path.join(out, "checkpoints"),
        threads: 2,
        deterministic: false,
      },
      { train: rows, validation: [] },
      (message) => said.push(message),
      new AbortController().signal,
    );
    const losses = said.filter((message) => message.type === "train.step").map(({ loss }) => loss!);
    assert.equal(losses.length, 24);
    assert.ok(losses[0]! > 1 && losses.at(-1)! < 0.05, `the loss went from ${losses[0]} to ${losses.at(-1)}`);
    assert.equal(measured.chosen_step, 24);

    const adapter = path.join(out, "adapter.gguf");
    const most = Math.max(...expected.map(({ length }) => length));
    const ask = (scale: number | null) =>
      askLlama({
        kind: "continue",
        model: q8,
        adapter: scale === null ? null : { path: adapter, scale },
        prompts: asked,
        most,
      });
    // llama.cpp ends at the end token without giving it.
    const known = expected.map((tokens) => tokens.slice(0, -1));
    const untrained = await ask(null);
    assert.deepEqual(await ask(1), known);
    assert.notDeepEqual(untrained, known);
    assert.deepEqual(await ask(0), untrained);
  });
});
