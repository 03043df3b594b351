import assert from "node:assert/strict";
import { test } from "node:test";
import { cliErrorSchema } from "../../../src/protocol/cli.ts";
import { comparisonSchema } from "../../../src/protocol/comparison.ts";
import { cli } from "./cli.ts";

async function compared(...args: string[]) {
  const { code, stdout } = await cli(["compare", ...args, "--json"]);
  assert.equal(code, 0);
  return comparisonSchema.parse(JSON.parse(stdout));
}

test("two score files: the difference is b − a, on the same items", async () => {
  const { metric, items, baseline, variants, pairs } = await compared("base.jsonl", "tuned.jsonl");
  assert.deepEqual([metric, items, baseline], ["exact", 6, "base"]);
  assert.deepEqual(
    variants.map(({ name, mean }) => [name, Math.round(mean * 6)]),
    [
      ["base", 2],
      ["tuned", 6],
    ],
  );
  assert.deepEqual([pairs[0]?.a, pairs[0]?.b, pairs[0]?.b_only, pairs[0]?.c_only], ["base", "tuned", 0, 4]);
  assert.ok(Math.abs(pairs[0]!.difference - 4 / 6) < 1e-12);
});

test("--baseline turns it around, --margin and --confidence are in the result", async () => {
  const { baseline, confidence, pairs } = await compared(
    ...["base.jsonl", "tuned.jsonl", "--baseline", "tuned", "--margin", "0.1", "--confidence", "0.9"],
  );
  assert.deepEqual([baseline, confidence, pairs[0]?.a, pairs[0]?.margin], ["tuned", 0.9, "tuned", 0.1]);
  assert.ok(pairs[0]!.difference < 0);
});

test("two copies of one file are the same", async () => {
  const { pairs } = await compared("base.jsonl", "base.jsonl");
  assert.deepEqual([pairs[0]?.b, pairs[0]?.difference], ["base#2", 0]);
});

test("a results file of promptfoo: its providers are compared on its tests", async () => {
  const file = "../evaluation/import/promptfoo.json";
  const { metric, items, baseline, pairs } = await compared(file, "--metric", "pass");
  const small = "promptfoo/openai:chat:small";
  assert.deepEqual([metric, items, baseline, pairs[0]?.b], ["pass", 3, small, "promptfoo/openai:chat:large"]);
  const refused = await cli(["compare", "rows.jsonl", "../evaluation/import/inspect.json"]);
  assert.match(refused.stderr, /\(score-/);
});

test("as a table with a sentence", async () => {
  const { code, stdout } = await cli(["compare", "base.jsonl", "tuned.jsonl"]);
  assert.equal(code, 0);
  assert.match(stdout, /tuned +100\.0 .* \+66\.7/);
  assert.match(stdout, /tuned is [\s\S]*we can't tell/);
});

test("a damaged score file is refused with its line, once", async () => {
  const { code, stdout, stderr } = await cli(["compare", "base.jsonl", "torn.jsonl", "--json"]);
  assert.equal(code, 1);
  assert.equal(cliErrorSchema.parse(JSON.parse(stdout)).error.code, "score-line-not-json");
  assert.equal(stderr.match(/score-line-not-json/g)?.length, 1);
});

const refusals: [what: string, args: string[], code: string][] = [
  ["one file", ["base.jsonl"], "one-source"],
  ["a metric that is in no file", ["base.jsonl", "tuned.jsonl", "--metric", "nope"], "metric-in-no-file"],
  ["a baseline that is not there", ["base.jsonl", "tuned.jsonl", "--baseline", "nope"], "baseline-unknown"],
  ["a file that is not there", ["base.jsonl", "gone.jsonl"], "file-not-found"],
];
for (const [what, args, code] of refusals) {
  test(`${what}: ${code}`, async () => {
    const result = await cli(["compare", ...args]);
    assert.equal(result.code, 1);
    assert.ok(result.stderr.includes(`(${code})`), result.stderr);
  });
}
