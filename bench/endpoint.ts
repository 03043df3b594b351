// `npm run bench:endpoint`: 200,000 items against an endpoint that answers at once. What is measured is our own work: the
// prompt's hash, the response cache, the order of the answers. The second round finds every answer in the cache.
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { answerItems } from "../src/endpoints/answer-items.ts";
import { openResponseCache } from "../src/endpoints/response-cache.ts";
import type { Item } from "../src/protocol/item.ts";

const count = 200_000;
const text = "x".repeat(500);
const folder = await mkdtemp(path.join(os.tmpdir(), "bench-endpoint-"));
let mostMemory = 0;

async function* items(): AsyncIterable<Item> {
  for (let index = 0; index < count; index++) {
    if (index % 5000 === 0) mostMemory = Math.max(mostMemory, process.memoryUsage().rss);
    const messages: Item["messages"] = [{ role: "user", content: `${index} ${text}` }];
    yield { id: String(index), cluster: null, answer: "", source: { file: "rows.jsonl", row: index + 1 }, messages };
  }
}

async function round(name: string): Promise<void> {
  const cache = await openResponseCache(path.join(folder, "responses.jsonl"));
  const cpu = process.cpuUsage();
  const started = performance.now();
  let asked = 0;
  let answers = 0;
  await answerItems({
    ...{ items: items(), total: count, shots: [], repeats: 1, schema: null, cache },
    decode: { temperature: 0, max_tokens: 8, constrain: "none" },
    endpoint: {
      ...{ url: "http://127.0.0.1:1/v1", model: "null", key_env: null, price: null, parallel: 16, timeout: 1 },
      ...{ requests_per_minute: null, tokens_per_minute: null },
    },
    asker: {
      async ask() {
        asked += 1;
        return {
          ...{ text: `answer ${text}`, finish: "stop", prompt_tokens: 1, answer_tokens: 1, logprobs: [], tries: 1 },
          ...{
            seconds: 0,
            first_token_seconds: 0,
            sent_bytes: 0,
            received_bytes: 0,
            tokens_guessed: false,
            cost: null,
          },
        };
      },
    },
    onAnswer: async () => {
      answers += 1;
    },
    onRefused: () => {},
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  await cache.close();
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = Math.round(answers / ((performance.now() - started) / 1000));
  const facts = [`${answers} answers`, `${asked} asked`, `${perSecond} items/s`];
  console.log(`${name}: ${[...facts, `${((user + system) / 1e6).toFixed(1)} s of CPU`].join(", ")}`);
}

try {
  await round("first run");
  await round("again");
  console.log(`most memory: ${Math.round(mostMemory / 1e6)} MB resident`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
