import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readRows } from "../../../src/data/read-rows.ts";
import type { Problem } from "../../../src/protocol/problem.ts";

const cases = new URL("../../data/data/read/", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "客服 数据-"));
after(() => rmSync(folder, { recursive: true }));

interface Expected {
  rows: [row: number, value: unknown][];
  problems: Record<string, unknown>[];
}

/** Place and parameters side by side, so that a case names only what it is about. */
function flat({ code, severity, file, params }: Problem): Record<string, unknown> {
  return { severity, file, ...params, code };
}

for (const name of readdirSync(cases).filter((file) => !file.endsWith(".expected"))) {
  test(`reads ${name}`, async () => {
    const expected = JSON.parse(readFileSync(new URL(`${name}.expected`, cases), "utf8")) as Expected;
    const read = await readRows(fileURLToPath(new URL(name, cases)), { file: name });
    assert.deepEqual(
      read.rows.map(({ row, value }) => [row, value]),
      expected.rows,
    );
    assert.equal(read.problems.length, expected.problems.length, JSON.stringify(read.problems));
    for (const [index, problem] of expected.problems.entries()) {
      const found = flat(read.problems[index]!);
      const wanted = { severity: "error", file: name, ...problem };
      assert.deepEqual({ ...found, ...wanted }, found);
      assert.equal(read.problems[index]!.row, problem.row);
    }
  });
}

test("what is not there or not a file is said", async () => {
  assert.equal((await readRows(join(folder, "nothing.csv"))).problems[0]?.code, "data-file-missing");
  const inside = join(folder, "folder.csv");
  mkdirSync(inside);
  assert.equal((await readRows(inside)).problems[0]?.code, "data-not-a-file");
});

test("a file that is wrong everywhere gives a hundred problems and the number of the others", async () => {
  const path = join(folder, "wrong.jsonl");
  writeFileSync(path, "nonsense\n".repeat(250));
  const { problems } = await readRows(path, { file: "wrong.jsonl" });
  assert.equal(problems.length, 101);
  assert.equal(problems[99]!.row, 100);
  assert.deepEqual(problems[100]!.params, { file: "wrong.jsonl", count: 150 });
  assert.equal(problems[100]!.severity, "error");
});

test("cells larger than what is read at once, with characters on the border", async () => {
  const path = join(folder, "large.jsonl");
  const long = "好".repeat(1_500_000);
  writeFileSync(path, `{"a":"x${long}"}\n{"a":"xx${long}"}\n{"a":"end"}`);
  const { rows, problems } = await readRows(path);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    rows.map(({ value }) => (value.a as string).length),
    [1_500_001, 1_500_002, 3],
  );
  assert.ok(rows.every(({ value }) => !(value.a as string).includes("\uFFFD")));
});

test("a wrong byte far into the file is found at its row", async () => {
  const path = join(folder, "late.jsonl");
  const good = `{"a":"${"x".repeat(990)}"}\n`;
  writeFileSync(
    path,
    Buffer.concat([Buffer.from(good.repeat(3000)), Buffer.from('{"a":"caf\xe9 au lait"}\n', "latin1")]),
  );
  const { problems, rows } = await readRows(path);
  assert.deepEqual(rows, []);
  assert.equal(problems[0]?.code, "encoding-not-utf8");
  assert.equal(problems[0]?.row, 3001);
  assert.equal(problems[0]?.params.offset, 3000 * good.length + 9);
});

test("hash and size are those of the bytes", async () => {
  const path = join(folder, "hash.csv");
  writeFileSync(path, "\uFEFFa,b\r\n1,2\r\n");
  const { sha256, bytes } = await readRows(path);
  assert.equal(bytes, 13);
  assert.equal(sha256, createHash("sha256").update(readFileSync(path)).digest("hex"));
});

test("an aborted signal stops the reading", async () => {
  const path = join(folder, "abort.jsonl");
  writeFileSync(path, '{"a":1}\n');
  await assert.rejects(readRows(path, { signal: AbortSignal.abort() }), { name: "AbortError" });
});
