import assert from "node:assert/strict";
import test from "node:test";
import { maxAnswerDepth } from "../../../src/evaluation/limits.ts";
import { celValue, parseAnswer } from "../../../src/evaluation/parse-answer.ts";
import { cpuClock } from "../cpu-clock.ts";
import { readCase } from "./cases.ts";

const hostile = readCase<{ cases: { text: string; reason: string }[]; answers: string[] }>("hostile-answers.json");

test("what is no answer has its reason", () => {
  for (const { text, reason } of hostile.cases) {
    const parsed = parseAnswer(text);
    assert.equal(parsed.ok ? "accepted" : parsed.reason, reason, text);
  }
});

test("what only looks hostile is read as it stands", () => {
  for (const text of hostile.answers) {
    const parsed = parseAnswer(text);
    assert.ok(parsed.ok, text);
    assert.deepEqual(parsed.value, JSON.parse(text));
  }
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("fifty megabytes and ten thousand levels are refused at once", () => {
  const used = cpuClock();
  assert.deepEqual(reason(`"${"x".repeat(50_000_000)}"`), "too-long");
  assert.deepEqual(reason("[".repeat(10_000) + "]".repeat(10_000)), "too-deep");
  assert.deepEqual(reason('{"a":'.repeat(10_000) + 1 + "}".repeat(10_000)), "too-deep");
  assert.deepEqual(reason("[".repeat(900_000)), "not-json");
  assert.ok(used() < 2000, `${used()} ms`);
});

test("the deepest nesting that is allowed is allowed", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  assert.equal(reason(nested(maxAnswerDepth)), "accepted");
  assert.equal(reason(nested(maxAnswerDepth + 1)), "too-deep");
});

test("no answer is not an empty answer", () => {
  assert.equal(reason(null), "missing");
  assert.equal(reason(""), "not-json");
});

test("CEL sees integers as integers, exactly, and other numbers as doubles", () => {
  assert.deepEqual(
    celValue('{"a": 9007199254740993, "b": 1.0, "c": [-3], "d": 123456789012345678901}'),
    new Map<string, unknown>([
      ["a", 9007199254740993n],
      ["b", 1],
      ["c", [-3n]],
      ["d", 123456789012345680000],
    ]),
  );
});

function reason(text: string | null): string {
  const parsed = parseAnswer(text);
  return parsed.ok ? "accepted" : parsed.reason;
}
