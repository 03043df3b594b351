import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { anchorOf } from "../../../src/core/anchor.ts";
import { examine } from "../../../src/core/examine.ts";
import { runFileOf } from "../../../src/core/load.ts";
import type { Problem } from "../../../src/protocol/problem.ts";

const folder = path.join(import.meta.dirname, "../../data/mistakes");
const names = readdirSync(folder).filter((name) => name.endsWith(".run.yaml"));

const cache = process.env.DEEPEXTENSION_CACHE;
const empty = mkdtempSync(path.join(tmpdir(), "deepextension-cache-"));
before(() => {
  process.env.DEEPEXTENSION_CACHE = empty;
});
after(() => {
  rmSync(empty, { recursive: true });
  if (cache === undefined) delete process.env.DEEPEXTENSION_CACHE;
  else process.env.DEEPEXTENSION_CACHE = cache;
});

async function examined(file: string, text: string) {
  const loaded = runFileOf(file, text);
  const { problems } = await examine(loaded, { tokens: false });
  return { loaded, problems: problems.filter(({ severity }) => severity !== "info") };
}

for (const name of names) {
  test(`${name} is named at its place`, async () => {
    const [text = "", expected = ""] = readFileSync(path.join(folder, name), "utf8").split("# expect:\n");
    const wanted = expected.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(2)]));
    const { loaded, problems } = await examined(path.join(folder, name), text);
    const { document } = loaded;
    const found = problems.map((problem: Problem) => {
      const range = anchorOf(problem, loaded);
      const at = range ? document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end)) : null;
      const level = problem.severity === "error" ? "" : ` (${problem.severity})`;
      const row = problem.row === undefined ? "" : ` row ${problem.row}`;
      const count =
        problem.row === undefined || problem.params.count === undefined ? "" : ` count ${problem.params.count}`;
      const fix = problem.suggestions.map(({ edit }) => edit?.new_text).join(" or ");
      return `${problem.code}${level}${at === null ? "" : ` at ${at}`}${row}${count}${fix === "" ? "" : ` => ${fix}`}`;
    });
    const shown = found.map((line) => line.replaceAll("\t", "\\t").replaceAll("\n", "\\n"));
    assert.deepEqual(shown, wanted);
  });
}

test("there are thirty mistakes and more", () => assert.ok(names.length >= 30));

test("the examples are wrong in nothing", async () => {
  const examples = path.join(import.meta.dirname, "../../../examples/mail-triage");
  for (const name of readdirSync(examples).filter((file) => file.endsWith(".run.yaml"))) {
    const file = path.join(examples, name);
    const { problems } = await examined(file, readFileSync(file, "utf8"));
    assert.deepEqual(problems, [], name);
  }
});
