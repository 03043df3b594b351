import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { openPurse } from "../../../src/endpoints/price.ts";
import { type AnswerJob, answerByEndpoint } from "../../../src/engines/api/answer.ts";
import type { Transfer } from "../../../src/protocol/endpoint.ts";
import { answerSchema } from "../../../src/protocol/item.ts";
import type { WorkerMessage } from "../../../src/protocol/job.ts";
import { type Asked, endpointAt, failing, startChatServer, streamed, whole } from "../endpoints/chat-server.ts";

const ids = ["a", "b", "c", "d", "e"];

async function jobIn(context: TestContext, url: string, rest: Partial<AnswerJob> = {}): Promise<AnswerJob> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "answers-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const items = path.join(folder, "items.jsonl");
  const item = (id: string) => ({
    ...{ id, cluster: null, answer: "", source: { file: "f", row: 1 } },
    messages: [{ role: "user", content: `question ${id}` }],
  });
  await writeFile(items, ids.map((id) => `${JSON.stringify(item(id))}\n`).join(""));
  const out = path.join(folder, "out");
  await mkdir(out);
  return {
    ...{
      endpoint: endpointAt(url, { parallel: 2 }),
      items,
      shots: null,
      out,
      responses: path.join(folder, "responses"),
    },
    ...{ total: ids.length, repeats: 1, schema: null, stays: true },
    decode: { temperature: 0, max_tokens: 9, constrain: "none" },
    ...rest,
  };
}

async function run(job: AnswerJob, rest: { budget?: number; on_exceed?: "stop" | "warn" } = {}) {
  const messages: WorkerMessage[] = [];
  const transfers: Transfer[] = [];
  const budget = rest.budget === undefined ? null : { amount: rest.budget, currency: "EUR" };
  const result = await answerByEndpoint(job, {
    purse: openPurse({ budget, on_exceed: rest.on_exceed ?? "stop" }),
    signal: new AbortController().signal,
    onMessage: (message) => messages.push(message),
    onTransfer: (transfer) => transfers.push(transfer),
    env: {},
  }).then(
    (facts) => ({ facts, error: null }),
    (error) => ({ facts: null, error }),
  );
  const text = await readFile(path.join(job.out, "answers.jsonl"), "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line !== "");
  return { ...result, messages, transfers, answers: lines.map((line) => answerSchema.parse(JSON.parse(line))) };
}

const echo = ({ body }: Asked) => `re: ${body.messages.at(-1)!.content}`;

test("answers.jsonl is as the embedded engine writes it: in the items' order, parsed by the same schema", async (context) => {
  const { url, asked } = await startChatServer(context, (one, response) => streamed(echo(one))(one, response));
  const price = { input: 1, output: 1, currency: "EUR" };
  const job = await jobIn(context, url, { endpoint: endpointAt(url, { parallel: 3, price }) });
  const { facts, answers, transfers, messages } = await run(job);
  assert.deepEqual(
    answers.map(({ id, answer, finish }) => [id, answer, finish]),
    ids.map((id) => [id, `re: question ${id}`, "stop"]),
  );
  assert.equal(facts!.items, 5);
  assert.ok(Math.abs((facts!.cost as { amount: number }).amount - (5 * 15) / 1e6) < 1e-12);
  assert.equal(
    transfers.reduce((sum, { sent_bytes }) => sum + sent_bytes, 0),
    asked.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  assert.ok(transfers.every(({ leaves_machine, host }) => !leaves_machine && url.includes(host)));
  const last = messages.findLast(({ type }) => type === "progress");
  assert.ok(last?.type === "progress" && last.done === 5 && last.total === 5);
});

test("nothing is sent to another machine while the data stays", async (context) => {
  const job = await jobIn(context, "http://models.example/v1");
  const { error, transfers } = await run(job);
  assert.equal(error.code, "data-stays-endpoint");
  assert.deepEqual(transfers, []);
});

test("the budget ends a run between two requests; a larger one goes on from there", async (context) => {
  const { url, asked } = await startChatServer(context, (one, response) => whole(echo(one))(one, response));
  const price = { input: 1e6, output: 0, currency: "EUR" }; // twelve euros a question
  const job = await jobIn(context, url, { endpoint: endpointAt(url, { parallel: 1, price }) });
  const first = await run(job, { budget: 20 });
  assert.equal(first.error.code, "cost-exceeded");
  assert.equal(asked.length, 2);
  const second = await run(job, { budget: 20, on_exceed: "warn" });
  const warnings = second.messages.filter((message) => message.type === "note");
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ["cost-over-budget"],
    "more is spent than it should be: said, once",
  );
  assert.deepEqual([second.answers.length, asked.length, second.facts!.items_kept], [5, 5, 2]);
  assert.deepEqual(
    [second.facts!.cost, second.facts!.cost_now],
    [
      { amount: 60, currency: "EUR" },
      { amount: 36, currency: "EUR" },
    ],
  );
});

test("an item that is refused for good is named, has no answer, and does not keep the others from theirs", async (context) => {
  const { url } = await startChatServer(context, (one, response) => {
    const isBad = one.body.messages.at(-1)!.content.endsWith("c");
    const refusal = failing(400, { error: { message: "prompt is too long", code: "context_length_exceeded" } });
    return (isBad ? refusal : whole(echo(one)))(one, response);
  });
  const job = await jobIn(context, url);
  const { facts, answers, messages } = await run(job);
  assert.deepEqual(
    answers.map(({ id }) => id),
    ["a", "b", "d", "e"],
  );
  assert.equal(facts!.items_refused, 1);
  const note = messages.find(({ type }) => type === "note");
  assert.ok(note?.type === "note" && note.code === "endpoint-items-refused" && note.params.id === "c");
  assert.match(await readFile(path.join(job.out, "refused.jsonl"), "utf8"), /"id":"c".*context_length_exceeded/);
});

test("a schema is asked for and not believed: what came is what is kept", async (context) => {
  const { url, asked } = await startChatServer(context, whole("not JSON, whatever was asked"));
  const schema = '{"type":"object"}';
  const job = await jobIn(context, url, { schema, decode: { temperature: 0, max_tokens: 9, constrain: "schema" } });
  const { answers } = await run(job);
  assert.ok(answers.every(({ answer }) => answer === "not JSON, whatever was asked"));
  assert.deepEqual((asked[0]!.body.response_format as { json_schema: object }).json_schema, {
    ...{ name: "answer", strict: true },
    schema: { type: "object" },
  });
});
