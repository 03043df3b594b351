import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { allCodes } from "../../../src/text/text.ts";

const source = fileURLToPath(new URL("../../../src", import.meta.url));

/** Codes that are raised as literals, with the file. */
function raised(): { code: string; file: string }[] {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.flatMap((name) => {
    const text = readFileSync(path.join(source, name), "utf8");
    const found = text.matchAll(/(?:new CodedError|\bproblem)\(\s*"([a-z0-9-]+)"/g);
    return [...found].map(([, code]) => ({ code: code!, file: name }));
  });
}

test("every code that is raised has a text", () => {
  const known = new Set(allCodes());
  const found = raised();
  assert.ok(found.length > 100, `only ${found.length} were found: the pattern no longer fits the code`);
  const own = readFileSync(path.join(source, "cli", "messages.ts"), "utf8"); // the command line has its own table
  const missing = found.filter(({ code }) => !known.has(code) && !own.includes(`"${code}":`));
  assert.deepEqual(missing, []);
});

test("no code is defined twice", () => {
  const codes = allCodes();
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index);
  assert.deepEqual(twice, []);
});
