import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { type Decoder, openDecoder } from "../../src/engines/embedded/native/decode/decoder.ts";
import { chatOfModel, type LoadedModel, openModel } from "../../src/engines/embedded/native/decode/model.ts";
import { parseGrammar, type Sampling } from "../../src/engines/embedded/native/decode/sampler.ts";
import { gbnfOf } from "../../src/engines/embedded/native/evaluate/gbnf.ts";
import { anyJson } from "../../src/engines/embedded/native/evaluate/schema-subset.ts";
import { type Chat, renderPrompt } from "../../src/engines/embedded/native/text/chat.ts";
import { model as modelFile, skip } from "./engine-support.ts";

/** Two that spin for each other take many times as long beside another program. */
const threads = 1;
const settings = { skip, timeout: 120_000 };
let model: LoadedModel;
let chat: Chat;
before(() => {
  if (skip) return;
  model = openModel(modelFile("base.q8_0"));
  chat = chatOfModel(model);
});
after(() => {
  if (!skip) model.free();
});

const greedy: Sampling = { temperature: 0, seed: 0 };
const promptOf = (text: string, system = "Answer in one sentence.") =>
  renderPrompt(chat, [
    { role: "system", content: system },
    { role: "user", content: text },
  ]).tokens;
const cities = ["Paris", "Rome", "Oslo", "Bonn"].map((city) => `Where is ${city}?`);

/** Everything that is asked for, in the order of asking. */
async function finish(decoder: Decoder): Promise<Map<number, number[]>> {
  const answers = new Map<number, number[]>();
  while (decoder.open() > 0) {
    for (const { sequence, token } of await decoder.step()) {
      const tokens = answers.get(sequence) ?? [];
      answers.set(sequence, token === null ? tokens : [...tokens, token]);
    }
  }
  return new Map([...answers].sort(([a], [b]) => a - b));
}

async function ask(
  prompts: readonly number[][],
  options: { slots: number; maxTokens?: number; sampling?: (index: number) => Sampling; length?: number },
) {
  const { slots, maxTokens = 6, sampling = () => greedy, length = 256 } = options;
  const decoder = openDecoder(model, { slots, length, threads });
  try {
    for (const [index, prompt] of prompts.entries()) decoder.add({ prompt, maxTokens, sampling: sampling(index) });
    const answers = [...(await finish(decoder)).values()];
    return { texts: answers.map((tokens, index) => model.vocabulary.decode(tokens, prompts[index]!)), decoder };
  } finally {
    decoder.close();
  }
}

test("answers are the same whatever the number of slots, with a temperature too", settings, async () => {
  const prompts = cities.map((city) => promptOf(city));
  for (const temperature of [0, 0.8]) {
    const sampling = (index: number) => ({ temperature, seed: 100 + index });
    const alone = await ask(prompts, { slots: 1, sampling });
    for (const slots of [2, 4]) assert.deepEqual((await ask(prompts, { slots, sampling })).texts, alone.texts);
    assert.ok(alone.texts.every((text) => text.length > 0));
  }
  const seeded = (seed: number) => ask(prompts.slice(0, 2), { slots: 2, sampling: () => ({ temperature: 0.8, seed }) });
  assert.notDeepEqual((await seeded(1)).texts, (await seeded(2)).texts, "another seed, another answer");
});

test("what all prompts begin with is computed once", settings, async () => {
  const system = "Rule: be kind. ".repeat(25);
  const prompts = cities.map((city) => promptOf(city, system));
  const total = prompts.reduce((sum, prompt) => sum + prompt.length, 0);
  const { decoder, texts } = await ask(prompts, { slots: 3, maxTokens: 2, length: 512 });
  const own = prompts.length * 20;
  assert.ok(decoder.computed() < prompts[0]!.length + own, `${decoder.computed()} of ${total} tokens`);
  const apart = await Promise.all([ask([prompts[3]!], { slots: 1, maxTokens: 2, length: 512 })]);
  assert.deepEqual(apart[0]!.texts[0], texts[3], "and the answer is what it is without sharing");
});

test("a batch can be aborted in its middle, and done again", settings, async () => {
  const prompt = promptOf("word ".repeat(300));
  const decoder = openDecoder(model, { slots: 1, length: 700, threads });
  try {
    decoder.add({ prompt, maxTokens: 6, sampling: greedy });
    const step = decoder.step();
    await setImmediate();
    decoder.abort();
    assert.deepEqual(await step, []);
    assert.equal(decoder.computed(), 0, "nothing of the batch counts");
    const [tokens] = (await finish(decoder)).values();
    const { texts } = await ask([prompt], { slots: 1, maxTokens: 6, length: 700 });
    assert.equal(model.vocabulary.decode(tokens!, prompt), texts[0]);
  } finally {
    decoder.close();
  }
});

test("a cancelled sequence says no more and leaves its slot to the next", settings, async () => {
  const decoder = openDecoder(model, { slots: 1, length: 256, threads });
  try {
    const first = decoder.add({ prompt: promptOf(cities[0]!), maxTokens: 50, sampling: greedy });
    const second = decoder.add({ prompt: promptOf(cities[1]!), maxTokens: 3, sampling: greedy });
    await decoder.step();
    await decoder.step();
    decoder.cancel(first);
    assert.equal(decoder.open(), 1);
    assert.deepEqual([...(await finish(decoder)).keys()], [second]);
  } finally {
    decoder.close();
  }
});

test("a sequence that has no room is refused, with how much there is", settings, () => {
  const decoder = openDecoder(model, { slots: 1, length: 256, threads });
  try {
    const request = { prompt: promptOf("word ".repeat(300)), maxTokens: 10, sampling: greedy };
    assert.throws(
      () => decoder.add(request),
      (error: { code: string; params: { room: number } }) =>
        error.code === "sequence-too-long" && error.params.room === 256,
    );
    assert.equal(decoder.open(), 0);
  } finally {
    decoder.close();
  }
});

test("a grammar holds sampled text too, and nonsense is no grammar", settings, async () => {
  const grammar = parseGrammar(model, gbnfOf(anyJson));
  try {
    const prompts = cities.slice(0, 3).map((city) => promptOf(`${city} Answer as JSON.`));
    const { texts } = await ask(prompts, {
      slots: 3,
      maxTokens: 24,
      sampling: (seed) => ({ temperature: 1.2, seed, grammar }),
    });
    for (const text of texts) assert.match(text, /^(["[{]|-?\d|true|false|null)/, text);
  } finally {
    grammar.free();
  }
  assert.throws(() => parseGrammar(model, "root ::= nothing-of-that-name"), { code: "grammar-refused" });
});

test("a file that is no model is refused with llama.cpp's reason", settings, () => {
  assert.throws(
    () => openModel(new URL(import.meta.url).pathname),
    (error: { code: string; params: { reason: string } }) =>
      error.code === "model-load-failed" && error.params.reason.length > 0,
  );
});
