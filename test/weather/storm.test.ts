import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildTestProgram, type TestProgram } from "./program/build.ts";
import { complaints, storm } from "./storm.ts";

const skip = process.platform === "linux" ? false : "processes are looked at through /proc";
let program: TestProgram;

before(async () => {
  program = await buildTestProgram();
});
after(() => program.remove());

test("30 kills of owners, children and groups: nothing corrupt, lost, made twice or left running", {
  skip,
}, async () => {
  const result = await storm({ program, seed: 20, kills: 30 });
  assert.deepEqual(complaints(result), []);
  assert.equal(result.kills, 30);
});
