import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { runProgram } from "../../../src/engines/program/run.ts";

const folder = path.join(import.meta.dirname, "../../data/programs");

async function run(context: TestContext, program: string, answers: string[], rest: { timeout?: number } = {}) {
  const temporary = await mkdtemp(path.join(os.tmpdir(), "programs-"));
  context.after(() => rm(temporary, { recursive: true, force: true }));
  const log = path.join(temporary, "engine.log");
  const results = await runProgram({
    program,
    cases: answers.map((answer, index) => ({ id: String(index), messages: [], expected: "four", answer })),
    timeout: rest.timeout ?? 20,
    memory_mb: 128,
    signal: new AbortController().signal,
    log,
    onProgress: () => {},
  });
  return { results, log: await readFile(log, "utf8") };
}

for (const file of ["tone.mjs", "tone.py"]) {
  test(`${file} scores in a process of its own; a case it fails on is named, and the next is scored`, async (context) => {
    process.env.A_SECRET = "x";
    context.after(() => delete process.env.A_SECRET);
    const answers = [
      "four",
      "five!",
      "throw",
      "four",
      "die",
      "eat",
      "much",
      "key",
      "巴黎 🇫🇷",
      "\ud800",
      "x".repeat(3e6),
    ];
    const { results, log } = await run(context, path.join(folder, file), answers);
    assert.deepEqual(
      results.map(({ score }) => score),
      [1, 0, null, 1, null, null, null, 1, 0, 0, 0],
    );
    assert.equal(results[2]!.failure, "I was told to");
    assert.match(results[6]!.failure!, /7 is no number from 0 to 1/);
    assert.ok(log.includes("printed, not a result"));
  });

  test(`${file}: a case that takes too long is ended`, async (context) => {
    const { results } = await run(context, path.join(folder, file), ["hang", "four"], { timeout: 1 });
    assert.match(results[0]!.failure!, /more than 1 s/);
    assert.equal(results[1]!.score, 1);
  });
}

test("a program that can't be loaded says why; one that always dies is given up", async (context) => {
  const temporary = await mkdtemp(path.join(os.tmpdir(), "programs-"));
  context.after(() => rm(temporary, { recursive: true, force: true }));
  const broken = path.join(temporary, "broken.mjs");
  await writeFile(broken, "import './not-there.mjs';");
  await assert.rejects(run(context, broken, ["a"]), (error: { code: string; params: { reason: string } }) => {
    return error.code === "program-not-started" && /not-there/.test(error.params.reason);
  });
  const nothing = path.join(temporary, "nothing.mjs");
  await writeFile(nothing, "export const x = 1;");
  await assert.rejects(run(context, nothing, ["a"]), { code: "program-not-started" });
  await assert.rejects(run(context, path.join(folder, "tone.mjs"), Array(9).fill("die")), { code: "program-dies" });
});
