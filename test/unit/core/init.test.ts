import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { examine } from "../../../src/core/examine.ts";
import { initRunFile } from "../../../src/core/init/init.ts";
import { loadRunFile } from "../../../src/core/load.ts";

let folder = "";
const cache = process.env.DEEPEXTENSION_CACHE;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "deepextension init 数据 "));
  process.env.DEEPEXTENSION_CACHE = path.join(folder, "cache");
});
after(() => {
  rmSync(folder, { recursive: true });
  if (cache === undefined) delete process.env.DEEPEXTENSION_CACHE;
  else process.env.DEEPEXTENSION_CACHE = cache;
});

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function made(file: string) {
  const result = await initRunFile(file, { language: "en" });
  const { problems } = await examine(await loadRunFile(result.file), { tokens: false });
  const wrong = problems.filter(({ severity }) => severity !== "info");
  return { ...result, wrong: wrong.map(({ code }) => code) };
}

const labels = ["refund", "exchange", "invoice"];
const tickets = Array.from({ length: 120 }, (_, index) => ({
  ticket_id: `t${index}`,
  customer: `c${index % 30}`,
  subject: `About order ${index}`,
  body: `My order ${index} needs ${labels[index % 3]} please.`,
  category: labels[index % 3]!,
}));

test("a table of classes: question from heading and text, rows of one customer on one side", async () => {
  const rows = tickets.map((row) => Object.values(row).join(","));
  const result = await made(write("tickets.csv", [Object.keys(tickets[0]!).join(","), ...rows].join("\n")));
  assert.deepEqual(result.wrong, []);
  assert.deepEqual(
    { ...result.guess },
    {
      shape: null,
      prompt: ["subject", "body"],
      answer: "category",
      id: "ticket_id",
      group: "customer",
      time: null,
      kind: "classes",
    },
  );
  assert.match(result.text, /test: \{ from: tickets\.csv, share: 0\.2, by: customer, seed: 7 \}/);
  assert.match(result.text, /primary: exact/);
});

test("objects get a schema with their words, and are judged by fields", async () => {
  const rows = tickets.map(({ body, category }, index) =>
    JSON.stringify({ body, answer: { category, urgent: index % 2 === 0, order: index, note: index % 5 ? null : "x" } }),
  );
  const result = await made(write("objects.jsonl", `${rows.join("\n")}\n`));
  assert.deepEqual(result.wrong, []);
  assert.ok(result.schema);
  const schema = JSON.parse(readFileSync(result.schema, "utf8")) as { properties: object; required: string[] };
  assert.deepEqual(schema.required, ["category", "urgent", "order", "note"]);
  assert.deepEqual(schema.properties, {
    category: { enum: labels },
    urgent: { type: "boolean" },
    order: { type: "integer" },
    note: { enum: ["x", null] },
  });
  assert.match(result.text, /scorers: \[json, schema, fields, record\]/);
});

test("rows with a time are divided by it, and free text is judged by its words", async () => {
  const rows = Array.from({ length: 100 }, (_, index) =>
    JSON.stringify({
      question: `How does part ${index} fit into part ${index * 7}?`,
      answer: `Turn it ${index} times until it clicks, then push number ${index * 3}.`,
      created_at: `2024-${String(1 + (index % 12)).padStart(2, "0")}-03`,
    }),
  );
  const result = await made(write("faq.jsonl", `${rows.join("\n")}\n`));
  assert.deepEqual(result.wrong, []);
  assert.match(result.text, /by: created_at, order: time/);
  assert.match(result.text, /primary: token_f1/);
});

test("chats need no templates; a name that is taken is not overwritten", async () => {
  const rows = Array.from({ length: 40 }, (_, index) =>
    JSON.stringify({
      messages: [
        { role: "user", content: `What is ${index} and one?` },
        { role: "assistant", content: String(index + 1) },
      ],
    }),
  );
  const data = write("chats.jsonl", `${rows.join("\n")}\n`);
  const first = await made(data);
  const second = await made(data);
  assert.deepEqual(first.wrong, []);
  assert.equal(first.guess.shape, "chat");
  assert.doesNotMatch(first.text, /prompt:/);
  assert.equal(path.basename(second.file), "chats-2.run.yaml");
});

test("a table in GB18030 is read as it is, and the comments are in the person's language", async () => {
  const gbk: Record<string, number[]> = {
    问: [0xce, 0xca],
    答: [0xb4, 0xf0],
    好: [0xba, 0xc3],
    你: [0xc4, 0xe3],
    是: [0xca, 0xc7],
    否: [0xb7, 0xf1],
  };
  const encode = (text: string) => Buffer.from([...text].flatMap((letter) => gbk[letter] ?? [...Buffer.from(letter)]));
  const rows = Array.from({ length: 30 }, (_, index) => `你好${index}问,${index % 2 ? "是" : "否"}`);
  const file = write("表.csv", encode(["问,答", ...rows].join("\n")));
  const result = await initRunFile(file, { language: "zh-cn" });
  assert.deepEqual([result.guess.prompt, result.guess.answer], [["问"], "答"]);
  assert.match(result.text, /按种子抽取/);
  assert.deepEqual(
    result.problems.filter(({ severity }) => severity === "error"),
    [],
  );
  assert.ok(result.problems.some(({ code }) => code === "encoding-read-as"));
});

test("rows in which nothing asks or answers are refused by name", async () => {
  const file = write("numbers.jsonl", '{"a": 1}\n{"a": 2}\n');
  await assert.rejects(initRunFile(file, { language: "en" }), {
    code: "init-no-columns",
    params: { file, columns: "a" },
  });
  await assert.rejects(initRunFile(path.join(folder, "gone.csv"), { language: "en" }), { code: "data-file-missing" });
});
