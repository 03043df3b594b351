import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { columnsOf } from "../../../src/data/columns.ts";

const folder = mkdtempSync(join(tmpdir(), "columns-"));
after(() => rmSync(folder, { recursive: true }));

function columns(name: string, content: string | Buffer) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return columnsOf(path);
}

test("the columns of all first rows, each with its first value", async () => {
  const expected = [
    { name: "a", example: 1 },
    { name: "b", example: "x" },
  ];
  assert.deepEqual(await columns("rows.jsonl", '{"a":1,"b":null}\r\n{"b":"x"}\n{"c'), expected);
  assert.deepEqual(await columns("rows.json", '[{"a":1},{"b":"x"},{"c":'), expected);
  assert.deepEqual(await columns("object.json", '{"n":1,"rows":[{"a":1,"b":"x"}]}'), expected);
  assert.deepEqual(await columns("rows.csv", "\uFEFFa;b\n1;x\n"), [{ name: "a", example: "1" }, expected[1]]);
  assert.deepEqual(await columns("header.tsv", "a\tb"), [
    { name: "a", example: null },
    { name: "b", example: null },
  ]);
});

test("only the head of a large file is read", async () => {
  const row = `{"a":"${"x".repeat(1000)}"}\n`;
  assert.deepEqual(await columns("large.jsonl", `${row.repeat(600)}{"late":1}\n`), [
    { name: "a", example: "x".repeat(1000) },
  ]);
  assert.equal((await columns("large.csv", `a,b\n${`1,"${"y".repeat(999)}"\n`.repeat(600)}`))?.length, 2);
});

test("what cannot be read has no columns", async () => {
  assert.equal(await columnsOf(join(folder, "nothing.jsonl")), null);
  assert.equal(await columnsOf(folder), null);
  assert.equal(await columns("latin.csv", Buffer.from("caf\xe9,b\n1,2\n", "latin1")), null);
  assert.equal(await columns("broken.jsonl", "nonsense\n"), null);
});
