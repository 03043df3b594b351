import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scorerNames } from "../../../src/spec/schema-scorers.ts";

const page = readFileSync(new URL("../../../docs/scorers.md", import.meta.url), "utf8");

test("every scorer has its part of the page of help, and none is left over that is gone", () => {
  const headings = [...page.matchAll(/^#{2,3} ([a-z_0-9]+)$/gm)].map(([, name]) => name!);
  assert.deepEqual(headings.toSorted(), [...scorerNames].toSorted());
});
