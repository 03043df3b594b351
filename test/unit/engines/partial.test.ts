import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { openPartial } from "../../../src/engines/embedded/native/evaluate/partial.ts";

function fileFor(t: TestContext): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "partial-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return path.join(folder, "work", "answers.jsonl");
}

const answer = (id: string) => ({
  id,
  prompt: "p",
  answer: "是\n\u2028",
  prompt_tokens: 1,
  answer_tokens: 1,
  seconds: 0.1,
  finish: "stop" as const,
});

test("answers are on disk when they are kept, and there for the next attempt", (t) => {
  const file = fileFor(t);
  const first = openPartial(file);
  first.add(answer("a"));
  first.add(answer("b"));
  assert.equal(readFileSync(file, "utf8").split("\n").length, 3, "before it is closed");
  first.close();
  const second = openPartial(file);
  assert.deepEqual([...second.answers.values()], [answer("a"), answer("b")]);
  second.close();
});

test("a torn last line is cut off, wherever it is torn", (t) => {
  const file = fileFor(t);
  const first = openPartial(file);
  first.add(answer("a"));
  first.close();
  const whole = readFileSync(file);
  const line = Buffer.from(`${JSON.stringify(answer("b"))}\n`);
  for (let length = 0; length < line.length; length += 1) {
    writeFileSync(file, whole);
    appendFileSync(file, line.subarray(0, length));
    const again = openPartial(file);
    assert.deepEqual([...again.answers.keys()], ["a"], `${length} bytes`);
    again.add(answer("c"));
    again.close();
    const last = openPartial(file);
    assert.deepEqual([...last.answers.keys()], ["a", "c"]);
    last.close();
  }
});

test("what is no answer is not taken for one, nor anything behind it", (t) => {
  const file = fileFor(t);
  openPartial(file).close();
  writeFileSync(file, `${JSON.stringify(answer("a"))}\n{"id":"b"}\n${JSON.stringify(answer("c"))}\n`);
  const again = openPartial(file);
  assert.deepEqual([...again.answers.keys()], ["a"]);
  again.close();
});
