import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseItems, serializeItems, splitHash } from "../../../src/data/items.ts";
import { resolveData } from "../../../src/data/resolve.ts";
import type { Item } from "../../../src/protocol/item.ts";
import { dataSchema } from "../../../src/spec/schema-data.ts";

const folder = mkdtempSync(join(tmpdir(), "data-"));
after(() => rmSync(folder, { recursive: true }));

type Value = Record<string, unknown>;

function file(name: string, rows: readonly Value[]): void {
  writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

function resolve(data: Value, needs = { train: false, test: false }) {
  return resolveData(dataSchema.parse({ prompt: "{{q}}", answer: "{{a}}", ...data }), { folder, needs });
}

const codes = ({ problems }: { problems: { code: string }[] }) => problems.map(({ code }) => code);
const prompts = (items: readonly Item[]) => items.map(({ messages }) => messages.at(-1)!.content);

/** 100 rows, 13 groups of unequal size, ten days. */
const hundred = Array.from({ length: 100 }, (_, index) => ({
  id: `r${index}`,
  q: `question ${index}`,
  a: { label: index % 3, index },
  group: `g${Math.floor(Math.sqrt(index * 1.7))}`,
  day: `2024-05-${String((index % 10) + 10)}`,
}));

test("templates, system, id and cluster make items", async () => {
  file("two.jsonl", [
    { key: 7, q: "Q1", a: { b: 1, a: null }, who: 12 },
    { key: "x", q: "Q2", a: "text", who: null },
  ]);
  const { splits, problems, files } = await resolve({
    train: "two.jsonl",
    id: "key",
    cluster: "who",
    system: "S {{key}}",
    answer: "={{a}}",
  });
  assert.deepEqual(
    problems.map(({ code, row, severity }) => [code, row, severity]),
    [
      ["column-mixed-types", 2, "warning"],
      ["column-mixed-types", 2, "error"],
    ],
  );
  assert.deepEqual(splits.train[0], {
    id: "7",
    cluster: "12",
    messages: [
      { role: "system", content: "S 7" },
      { role: "user", content: "Q1" },
    ],
    answer: '={"a":null,"b":1}',
    source: { file: "two.jsonl", row: 1 },
  });
  assert.equal(splits.train[1]!.cluster, null);
  assert.deepEqual(
    files.map(({ path }) => path),
    ["two.jsonl"],
  );
});

test("rows without an id are named by their content and occurrence, whatever their order", async () => {
  const rows = [
    { q: "1", a: "x" },
    { q: "2", a: "x" },
    { a: "x", q: "1" },
  ];
  file("ids.jsonl", rows);
  file("reversed.jsonl", [...rows].reverse());
  const ids = async (name: string) => (await resolve({ train: name })).splits.train.map(({ id }) => id);
  const [first, second, third] = await ids("ids.jsonl");
  assert.match(first!, /^[0-9a-f]{16}$/);
  assert.equal(third, `${first}-2`);
  assert.deepEqual((await ids("reversed.jsonl")).sort(), [first, second, third].sort());
});

test("a second row of one id is refused with both rows", async () => {
  file("twice.jsonl", [
    { id: 1, q: "1", a: "x" },
    { id: 2, q: "2", a: "x" },
    { id: "1", q: "3", a: "x" },
    { id: "", q: "4", a: "x" },
  ]);
  const { problems } = await resolve({ train: "twice.jsonl", id: "id" });
  assert.deepEqual(
    problems.map(({ code, row, params }) => [code, row, params.earlier]),
    [
      ["duplicate-id", 3, 1],
      ["id-missing", 4, undefined],
    ],
  );
});

test("a tenth taken out of training is out of it, and the same whatever the file's order", async () => {
  file("all.jsonl", hundred);
  file(
    "shuffled.jsonl",
    [...hundred].sort((a, b) => ((a.q.length * 7 + a.a.index * 31) % 17) - ((b.q.length * 7 + b.a.index * 31) % 17)),
  );
  const take = async (name: string) =>
    (await resolve({ train: name, validation: { from: "train", share: 0.1 }, id: "id" })).splits;
  const [plain, shuffled] = [await take("all.jsonl"), await take("shuffled.jsonl")];
  assert.equal(plain.validation.length, 10);
  assert.equal(plain.train.length, 90);
  assert.equal(new Set([...plain.train, ...plain.validation].map(({ id }) => id)).size, 100);
  assert.deepEqual(new Set(prompts(plain.validation)), new Set(prompts(shuffled.validation)));
  const other = (await resolve({ train: "all.jsonl", validation: { from: "train", share: 0.1, seed: 7 }, id: "id" }))
    .splits;
  assert.notDeepEqual(prompts(other.validation), prompts(plain.validation));
});

test("three shares of one file use it up without overlap", async () => {
  const part = (share: number) => ({ from: "all.jsonl", share, seed: 7 });
  const { splits, problems, files } = await resolve({ train: part(0.7), validation: part(0.1), test: part(0.2) });
  assert.deepEqual(problems, []);
  assert.equal(files.length, 1);
  assert.deepEqual([splits.train.length, splits.validation.length, splits.test.length], [70, 10, 20]);
  assert.equal(
    new Set(
      Object.values(splits)
        .flat()
        .map(({ id }) => id),
    ).size,
    100,
  );
  const alone = await resolve({ test: part(0.2) });
  assert.deepEqual(prompts(alone.splits.test), prompts(splits.test));
});

test("groups stay whole, and a share that cannot be met is said", async () => {
  const part = (share: number) => ({ from: "all.jsonl", share, by: "group" });
  const { splits, problems } = await resolve({ train: part(0.7), test: part(0.3), cluster: "group" });
  const groups = (items: readonly Item[]) => new Set(items.map(({ cluster }) => cluster));
  assert.equal(splits.train.length + splits.test.length, 100);
  assert.deepEqual(
    [...groups(splits.train)].filter((group) => groups(splits.test).has(group)),
    [],
  );
  assert.ok(Math.abs(splits.test.length - 30) <= 4, `${splits.test.length}`);
  assert.ok(problems.every(({ code, severity }) => code === "split-share-missed" && severity === "info"));

  file(
    "lumps.jsonl",
    hundred.map((row, index) => ({ ...row, group: index < 60 ? "big" : `s${index}` })),
  );
  const lumps = await resolve({ train: "lumps.jsonl", test: { from: "train", share: 0.5, by: "group" } });
  const big = (items: readonly Item[]) => items.filter(({ source }) => source.row <= 60).length;
  assert.ok([0, 60].includes(big(lumps.splits.test)));
  assert.equal(big(lumps.splits.train) + big(lumps.splits.test), 60);
  assert.ok(Math.abs(lumps.splits.test.length - 50) <= 20);
  assert.deepEqual(codes(lumps), ["split-share-missed"]);
});

test("by time: the last days are tested, and a day is on one side", async () => {
  const part = (share: number) => ({ from: "all.jsonl", share, by: "day", order: "time" });
  const { splits } = await resolve({ train: part(0.8), test: part(0.2), cluster: "day" });
  const days = (items: readonly Item[]) => [...new Set(items.map(({ cluster }) => cluster))].sort();
  assert.deepEqual(days(splits.test), ["2024-05-18", "2024-05-19"]);
  assert.equal(days(splits.train).at(-1), "2024-05-17");
  file("undated.jsonl", [
    { q: "1", a: "x", day: "2024-01-01" },
    { q: "2", a: "x", day: "soon" },
  ]);
  const undated = await resolve({
    train: "undated.jsonl",
    test: { from: "train", share: 0.5, by: "day", order: "time" },
  });
  assert.deepEqual(
    undated.problems.map(({ code, row, column }) => [code, row, column]),
    [["split-time-unreadable", 2, "day"]],
  );
});

test("impossible divisions are refused", async () => {
  const share = (from: string, part: number, more = {}) => ({ from, share: part, ...more });
  const refused = async (data: Value) => codes(await resolve(data));
  assert.deepEqual(await refused({ train: share("all.jsonl", 0.8), test: share("all.jsonl", 0.3) }), ["split-overlap"]);
  assert.deepEqual(await refused({ train: share("all.jsonl", 0.8), test: share("./all.jsonl", 0.3) }), [
    "split-overlap",
  ]);
  assert.deepEqual(await refused({ train: "all.jsonl", test: share("all.jsonl", 0.3) }), ["split-same-file"]);
  assert.deepEqual(await refused({ train: "all.jsonl", test: "all.jsonl" }), ["split-same-file"]);
  assert.deepEqual(await refused({ train: "all.jsonl", validation: share("train", 0.5), test: share("train", 0.5) }), [
    "split-overlap",
  ]);
  assert.deepEqual(await refused({ train: share("train", 0.5) }), ["split-from-itself"]);
  assert.deepEqual(await refused({ validation: share("train", 0.5) }), ["split-from-missing"]);
  assert.deepEqual(await refused({ train: share("test", 0.5), test: share("train", 0.5) }), ["split-in-circle"]);
  assert.deepEqual(await refused({ train: share("all.jsonl", 0.5, { by: "group" }), test: share("all.jsonl", 0.5) }), [
    "split-rules-differ",
  ]);
  assert.deepEqual(await refused({ train: share("all.jsonl", 0.5, { order: "time" }) }), ["split-time-without-column"]);
});

test("validation out of test, test out of training", async () => {
  const { splits } = await resolve({
    train: "all.jsonl",
    test: { from: "train", share: 0.2 },
    validation: { from: "test", share: 0.5 },
  });
  assert.deepEqual([splits.train.length, splits.test.length, splits.validation.length], [80, 10, 10]);
});

test("mistakes of the run file carry its key, a near name and no file", async () => {
  const { problems } = await resolve({
    train: "all.jsonl",
    prompt: "{{qq}} {{a.lable}}",
    cluster: "grup",
    validation: { from: "train", share: 0.1, by: "dai" },
  });
  assert.deepEqual(
    problems.map(({ code, params, file: place }) => [code, params.path, params.near ?? null, place ?? null]),
    [
      ["column-unknown", "data.prompt", null, null],
      ["column-unknown-near", "data.prompt", "a.label", null],
      ["column-unknown-near", "data.cluster", "group", null],
    ],
  );
  const by = await resolve({ train: "all.jsonl", validation: { from: "train", share: 0.1, by: "dayy" } });
  assert.deepEqual(
    by.problems.map(({ code, params }) => [code, params.path, params.near]),
    [["column-unknown-near", "data.validation.by", "day"]],
  );
});

test("a row that lacks a column is a problem of that row", async () => {
  file("lacks.jsonl", [{ q: "1", a: "x" }, { q: "2" }, { a: "x" }]);
  const { problems, splits } = await resolve({ train: "lacks.jsonl" });
  assert.deepEqual(
    problems.map(({ code, file: place, row, column }) => [code, place, row, column]),
    [
      ["data-value-missing", join(folder, "lacks.jsonl"), 2, "a"],
      ["data-value-missing", join(folder, "lacks.jsonl"), 3, "q"],
    ],
  );
  assert.equal(splits.train.length, 1);
});

test("well-known shapes need no templates; a messages column takes its answer from a template", async () => {
  file("alpaca.jsonl", [{ instruction: "i", output: "o" }]);
  const bare = dataSchema.parse({ train: "alpaca.jsonl" });
  const { splits, problems } = await resolveData(bare, { folder, needs: { train: true, test: true } });
  assert.deepEqual(codes({ problems }), ["split-missing"]);
  assert.equal(splits.train.length, 1);
  const found = await resolveData(bare, { folder, needs: { train: true, test: false } });
  assert.equal(found.splits.train[0]?.answer, "o");

  file("chat.jsonl", [{ chat: [{ role: "user", content: "u" }], label: 3 }]);
  const chat = dataSchema.parse({ test: "chat.jsonl", messages: "chat", answer: "{{label}}", system: "S" });
  const resolved = await resolveData(chat, { folder, needs: { train: false, test: true } });
  assert.deepEqual(resolved.problems, []);
  assert.deepEqual(resolved.splits.test[0]?.messages, [
    { role: "system", content: "S" },
    { role: "user", content: "u" },
  ]);
  assert.equal(resolved.splits.test[0]?.answer, "3");

  file("plain.jsonl", [{ text: "x", label: "y" }]);
  const none = await resolveData(dataSchema.parse({ train: "plain.jsonl" }), {
    folder,
    needs: { train: true, test: false },
  });
  assert.deepEqual(codes(none), ["shape-unknown"]);
  const half = await resolveData(dataSchema.parse({ train: "plain.jsonl", prompt: "{{text}}" }), {
    folder,
    needs: { train: true, test: false },
  });
  assert.deepEqual(codes(half), ["answer-template-missing"]);
});

test("a schema that is missing or not JSON is said", async () => {
  writeFileSync(join(folder, "broken.json"), '{"type": "object",}');
  assert.deepEqual(codes(await resolve({ train: "all.jsonl", schema: "no.json" })), ["data-file-missing"]);
  const broken = await resolve({ train: "all.jsonl", schema: "broken.json" });
  assert.deepEqual(codes(broken), ["json-syntax"]);
  assert.equal(broken.schema?.value, undefined);
});

test("stored items come back as they were, and their hash ignores where they came from", async () => {
  const { splits } = await resolve({ train: "all.jsonl" });
  const copy = parseItems(serializeItems(splits.train));
  assert.deepEqual(copy, splits.train);
  const moved = copy.map((item) => ({ ...item, source: { file: "elsewhere.jsonl", row: 1 } }));
  assert.equal(splitHash(moved), splitHash(splits.train));
  assert.notEqual(splitHash(copy.slice(1)), splitHash(copy));
  assert.notEqual(splitHash([{ ...copy[0]!, answer: "other" }]), splitHash([copy[0]!]));
  assert.throws(() => parseItems('{"id":"x"}\n'), { code: "items-damaged" });
  assert.deepEqual(parseItems(""), []);
});
