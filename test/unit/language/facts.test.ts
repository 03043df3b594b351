import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { referenceFacts } from "../../../src/core/reference-facts.ts";
import { languageFacts } from "../../../src/language/facts.ts";

let folder = "";

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "deepextension facts "));
  await mkdir(path.join(folder, "数据", "deep", "deeper", "deepest"), { recursive: true });
  await mkdir(path.join(folder, "node_modules"));
  await mkdir(path.join(folder, ".hidden"));
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  await write("train.jsonl", '{"body": "hi", "sender": {"domain": "example.org"}}\n{"label": 1}\n');
  await write("数据/表.csv", "问题,回答\n甲,乙\n");
  await write("数据/schema.json", "{}");
  await write("数据/deep/deeper/deepest/far.jsonl", "{}\n");
  await write("model.gguf", "GGUF");
  await write("node_modules/not.jsonl", "{}\n");
  await write(".hidden/not.jsonl", "{}\n");
  await symlink(folder, path.join(folder, "loop"));
});

after(() => rm(folder, { recursive: true, force: true }));

test("files around the run file, without hidden ones and others' packages, and without going in circles", async () => {
  const facts = referenceFacts(folder);
  assert.deepEqual(await facts.files("data"), ["train.jsonl", "数据/schema.json", "数据/表.csv"]);
  assert.deepEqual(await facts.files("schema"), ["数据/schema.json"]);
  assert.deepEqual(await facts.files("model"), ["model.gguf"]);
});

test("whether a file is there, and null for what must not be looked for", async () => {
  const facts = referenceFacts(folder);
  assert.equal(await facts.exists("数据/表.csv"), true);
  assert.equal(await facts.exists("数据/none.csv"), false);
  assert.equal(await facts.exists("train.jsonl/inside.csv"), false);
  assert.equal(await facts.exists("\\\\server\\share\\rows.csv"), null);
  assert.equal(await facts.columns("//server/share/rows.csv"), null);
});

test("columns come from the first rows", async () => {
  const facts = referenceFacts(folder);
  assert.deepEqual(await facts.columns("train.jsonl"), [
    { name: "body", example: "hi" },
    { name: "sender", example: { domain: "example.org" } },
    { name: "label", example: 1 },
  ]);
  assert.deepEqual(await facts.columns("数据/表.csv"), [
    { name: "问题", example: "甲" },
    { name: "回答", example: "乙" },
  ]);
  assert.equal(await facts.columns("none.csv"), null);
  assert.equal(await facts.columns("数据"), null);
});

test("an answer is believed until files are known to have changed", async () => {
  const facts = languageFacts(folder, { keep: 60_000 });
  assert.equal(await facts.exists("new.jsonl"), false);
  await writeFile(path.join(folder, "new.jsonl"), "{}\n");
  assert.equal(await facts.exists("new.jsonl"), false);
  facts.forget();
  assert.equal(await facts.exists("new.jsonl"), true);
});

test("what is not answered in time is not known, and what fails neither", async () => {
  const never = new Promise<never>(() => {});
  const source = {
    exists: () => never,
    files: () => never,
    columns: () => Promise.reject(new Error("the disk is gone")),
    models: () => never,
  };
  const facts = languageFacts(folder, { limit: 5, source });
  assert.equal(await facts.exists("train.jsonl"), null);
  assert.deepEqual(await facts.files("data"), []);
  assert.equal(await facts.columns("train.jsonl"), null);
  assert.equal(await facts.models(), null);
});
