import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type AnswerItemsOptions, answerItems } from "../../../src/endpoints/answer-items.ts";
import type { PricedReply } from "../../../src/endpoints/asker.ts";
import type { ChatRequest } from "../../../src/endpoints/chat.ts";
import { EndpointFault } from "../../../src/endpoints/fault.ts";
import { openResponseCache } from "../../../src/endpoints/response-cache.ts";
import type { Answer, Item } from "../../../src/protocol/item.ts";
import { endpointAt } from "./chat-server.ts";

async function folderOf(context: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "responses-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function item(id: string, text = `question ${id}`): Item {
  return { id, cluster: null, messages: [{ role: "user", content: text }], answer: "", source: { file: "a", row: 1 } };
}

async function* each<T>(values: Iterable<T>): AsyncIterable<T> {
  yield* values;
}

function replyTo({ messages }: ChatRequest): PricedReply {
  return {
    text: `answer to ${messages.at(-1)!.content}`,
    finish: "stop",
    prompt_tokens: 10,
    answer_tokens: 2,
    logprobs: [],
    seconds: 0.1,
    first_token_seconds: 0.05,
    sent_bytes: 1,
    received_bytes: 1,
    tokens_guessed: false,
    cost: { amount: 0.5, currency: "EUR" },
    tries: 1,
  };
}

interface World {
  file: string;
  items: Iterable<Item>;
  /** What the endpoint does; default: it answers. */
  ask?: (request: ChatRequest, count: number) => Promise<PricedReply> | PricedReply;
  rest?: Partial<AnswerItemsOptions>;
}

async function run({ file, items, ask = replyTo, rest = {} }: World) {
  const cache = await openResponseCache(file);
  const answers: Answer[] = [];
  const refused: string[] = [];
  const asked: string[] = [];
  const isKept = !rest.onAnswer; // a test that looks at memory keeps nothing
  const result = answerItems({
    items: each(items),
    total: 0,
    shots: [],
    decode: { temperature: 0, max_tokens: 8, constrain: "none" },
    repeats: 1,
    schema: null,
    endpoint: endpointAt("http://127.0.0.1:1/v1", { parallel: 3 }),
    asker: {
      async ask(request, signal) {
        signal.throwIfAborted();
        if (isKept) asked.push(request.messages.at(-1)!.content);
        return ask(request, asked.length);
      },
    },
    cache,
    onAnswer: async (answer) => void answers.push(answer),
    onRefused: (id) => void refused.push(id),
    onProgress: () => {},
    signal: new AbortController().signal,
    ...rest,
  });
  const outcome = await result
    .then(
      (facts) => ({ facts, error: null }),
      (error) => ({ facts: null, error }),
    )
    .finally(() => cache.close());
  return { ...outcome, answers, refused, asked };
}

const three = ["a", "b", "c"].map((id) => item(id));
const busy = () => new EndpointFault("endpoint-busy", { host: "h", status: 503, detail: "" }, { remedy: "again" });
const refuses = () =>
  new EndpointFault("endpoint-refuses", { host: "h", status: 400, detail: "no" }, { remedy: "item" });

describe("asking an endpoint all items", () => {
  test("answers come in the items' order, whoever is faster", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    const gates = new Map<string, () => void>();
    const running = run({
      file,
      items: three,
      ask: async (request) => {
        await new Promise<void>((go) => {
          gates.set(request.messages[0]!.content, go);
          // Once all are under way, the last one is let go first.
          if (gates.size === 3) for (const open of [...gates.values()].reverse()) open();
        });
        return replyTo(request);
      },
    });
    const { answers, facts } = await running;
    assert.deepEqual(
      answers.map(({ id, answer }) => [id, answer]),
      three.map(({ id }) => [id, `answer to question ${id}`]),
    );
    assert.deepEqual([facts!.asked, facts!.kept, facts!.cost], [3, 0, { amount: 1.5, currency: "EUR" }]);
  });

  test("what failed is asked again and nothing else", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    const first = await run({
      file,
      items: three,
      ask: (request) => {
        if (request.messages[0]!.content === "question b") throw busy();
        return replyTo(request);
      },
    });
    assert.equal(first.error.code, "endpoint-items-open");
    assert.deepEqual([first.error.params.count, first.error.params.id], [1, "b"]);
    const second = await run({ file, items: three });
    assert.deepEqual(second.asked, ["question b"]);
    assert.deepEqual(
      second.answers.map(({ id }) => id),
      ["a", "b", "c"],
    );
    assert.deepEqual([second.facts!.asked, second.facts!.kept], [1, 2]);
    assert.deepEqual(second.facts!.cost_now, { amount: 0.5, currency: "EUR" });
  });

  test("an answer that was torn by a kill is asked for again; those around it are not", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    await run({ file, items: three });
    const lines = (await readFile(file, "utf8")).split("\n");
    await rm(file);
    await appendFile(file, `${lines[0]}\n${lines[1]}\n${lines[2]!.slice(0, 90)}`);
    const again = await run({ file, items: three });
    assert.equal(again.asked.length, 1);
    assert.equal((await run({ file, items: three })).asked.length, 0);
  });

  test("equal questions are one request; above temperature 0 each repeat is its own", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    const same = [item("a", "hello"), item("b", "hello")];
    const cold = await run({ file, items: same, rest: { repeats: 2 } });
    assert.deepEqual([cold.asked.length, cold.answers.length], [1, 4]);
    assert.deepEqual(
      cold.answers.map(({ id, repeat }) => `${id}${repeat}`),
      ["a0", "a1", "b0", "b1"],
    );
    const decode = { temperature: 1, max_tokens: 8, constrain: "none" as const };
    const warm = await run({ file, items: same, rest: { repeats: 2, decode } });
    assert.equal(warm.asked.length, 2);
  });

  test("an item that is refused for good has no answer, and the others do", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    const ask = (request: ChatRequest) => {
      if (request.messages[0]!.content === "question a") throw refuses();
      return replyTo(request);
    };
    const { answers, refused, facts } = await run({ file, items: three, ask });
    assert.deepEqual([answers.length, refused, facts!.refused], [2, ["a"], 1]);
  });

  test("ten failures in a row end it: the other items would fail as well", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    const many = Array.from({ length: 500 }, (_, index) => item(String(index)));
    const { error, asked } = await run({ file, items: many, ask: () => Promise.reject(refuses()) });
    assert.equal(error.code, "endpoint-refuses");
    assert.ok(asked.length < 20, `${asked.length} were asked`);
  });

  test("a key that is refused ends it at once", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    const fault = new EndpointFault("endpoint-key-refused", {}, { remedy: "endpoint" });
    const { error, asked } = await run({ file, items: three, ask: () => Promise.reject(fault) });
    assert.equal(error.code, "endpoint-key-refused");
    assert.ok(asked.length <= 3);
  });

  test("being cancelled keeps what was answered", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    const stop = new AbortController();
    const many = Array.from({ length: 50 }, (_, index) => item(String(index)));
    const ask = (request: ChatRequest, count: number) => {
      if (count === 20) stop.abort(new Error("stopped"));
      return replyTo(request);
    };
    const { error, asked } = await run({ file, items: many, ask, rest: { signal: stop.signal } });
    assert.equal(error.message, "stopped");
    const again = await run({ file, items: many });
    assert.equal(again.answers.length, 50);
    assert.ok(again.asked.length <= 50 - asked.length + 3, `${again.asked.length} were asked again`);
  });

  test("memory does not grow with the number of items", async (context) => {
    const file = path.join(await folderOf(context), "c.jsonl");
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc") as () => void;
    const text = "x".repeat(4000);
    const count = 5000; // 20 MB of prompts, 20 MB of answers
    let most = 0;
    let base = 0;
    function* many() {
      for (let index = 0; index < count; index++) {
        if (index % 1000 === 999) {
          gc();
          const used = process.memoryUsage().heapUsed;
          if (index < 2000) base = used;
          most = Math.max(most, used);
        }
        yield item(String(index), `${index} ${text}`);
      }
    }
    let answers = 0;
    const onAnswer = async () => {
      answers += 1;
    };
    await run({ file, items: many(), ask: (request) => ({ ...replyTo(request), logprobs: [] }), rest: { onAnswer } });
    assert.equal(answers, count);
    const growth = (most - base) / 1e6;
    assert.ok(growth < 12, `the heap grew by ${growth.toFixed(0)} MB`);
  });
});
