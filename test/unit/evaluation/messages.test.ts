import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { evaluationMessages } from "../../../src/evaluation/messages.ts";

const folder = path.join(import.meta.dirname, "../../../src/evaluation");
const messages: [string, Record<"en" | "zh-cn", string>][] = Object.entries(evaluationMessages);

test("both languages of a message have the same parameters", () => {
  const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
  for (const [code, { en, "zh-cn": zh }] of messages) assert.deepEqual(places(zh), places(en), code);
});

test("every code that this folder raises has a text", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const source = files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
  const raised = source.matchAll(/(?:CodedError\(|problem\(|code: |report\(|warn\()\s*"([a-z-]+)"/g);
  const known = new Set(Object.keys(evaluationMessages));
  const missing = [...raised].map(([, code]) => code!).filter((code) => !known.has(code) && code !== "cannot-tell");
  assert.deepEqual(
    missing.filter((code) => !["same", "better", "worse", "within-margin"].includes(code)),
    [],
  );
});

test("sentences of undecided comparisons say that we can't tell", () => {
  for (const [code, { en }] of messages) {
    if (/cannot-tell|borderline|open/.test(code)) assert.match(en, /can't tell/, code);
  }
});
