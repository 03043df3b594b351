import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { compareScores } from "../../../src/evaluation/compare-scores.ts";
import { readScores } from "../../../src/evaluation/import/read-scores.ts";

const folder = path.join(import.meta.dirname, "../../data/evaluation/import");
const text = (name: string) => readFileSync(path.join(folder, name), "utf8");
const codes = (content: string, file = "x.json") => readScores(content, file).problems.map(({ code }) => code);

test("promptfoo: a provider is a candidate; a repeated test is averaged, not counted as another item", () => {
  const { sources, problems } = readScores(text("promptfoo.json"), "promptfoo.json");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    sources.map(({ name, rows }) => [name, rows.length]),
    [
      ["openai:chat:small", 4],
      ["openai:chat:large", 4],
    ],
  );
  const [small] = sources;
  assert.deepEqual(
    small!.rows.map(({ scores, repeat }) => [scores.score, scores.pass, scores.tone, repeat]),
    [
      [1, 1, 0.5, 0],
      [0.75, 0, 0.5, 0],
      [1, 1, 0.5, 0],
      [0, 0, 0, 1],
    ],
  );
  const named = sources.map(({ name, rows }) => ({ name: name!, rows }));
  const comparison = compareScores(named, { metric: "pass" });
  assert.equal(comparison.items, 3);
  assert.ok(Math.abs(comparison.variants[0]!.mean - 0.5) < 1e-12);
});

test("promptfoo: several prompts are several candidates, and a test's own id is kept", () => {
  const file = JSON.parse(text("promptfoo.json"));
  const [first] = file.results.results;
  first.testCase.metadata = { id: "mail-1" };
  file.results.results = [first, { ...first, promptIdx: 1 }];
  const { sources } = readScores(JSON.stringify(file), "one-line.json");
  assert.deepEqual(
    sources.map(({ name, rows }) => [name, rows[0]!.id]),
    [
      ["openai:chat:small #1", "mail-1"],
      ["openai:chat:small #2", "mail-1"],
    ],
  );
});

test("lm-evaluation-harness: filters are metrics of one row, as its own tables call them", () => {
  const { sources, problems } = readScores(text("lm-eval-gsm8k.jsonl"), "samples.jsonl");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    sources[0]!.rows.map(({ id, scores }) => [id, scores]),
    [
      ["0", { "exact_match,strict-match": 1, "exact_match,flexible-extract": 1 }],
      ["1", { "exact_match,strict-match": 0, "exact_match,flexible-extract": 1 }],
      ["2", { "exact_match,strict-match": 0, "exact_match,flexible-extract": 0 }],
    ],
  );
});

test("lm-evaluation-harness: without a list of metrics every number is one, and what is none is left out", () => {
  const lines = text("lm-eval-choices.jsonl");
  const wanted = [
    ["0", { acc: 1, acc_norm: 1 }],
    ["1", { acc: 0, acc_norm: 1 }],
    ["2", { acc: 1, acc_norm: 0 }],
  ];
  const read = (content: string) =>
    readScores(content, "s.json").sources[0]!.rows.map(({ id, scores }) => [id, scores]);
  assert.deepEqual(read(lines), wanted);
  assert.deepEqual(
    read(
      JSON.stringify(
        lines
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
        null,
        2,
      ),
    ),
    wanted,
  );
  assert.deepEqual(codes(`${lines}{"doc_id": NaN}\n`), ["import-sample-broken"]);
});

test("inspect_ai: grades are numbers, epochs are repeats, values of several parts are several metrics", () => {
  const { sources, problems } = readScores(text("inspect.json"), "inspect.json");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    sources[0]!.rows.map(({ id, repeat, scores }) => [
      id,
      repeat,
      scores.match,
      scores["overlap.f1"],
      scores["overlap.exact"],
    ]),
    [
      ["1", 0, 1, 1, 1],
      ["1", 1, 0, 0.25, 0],
      ["two", 0, 0.5, 0.5, 0],
      ["two", 1, 0, 0, 0],
      ["3", 0, 1, 1, 1],
      ["3", 1, undefined, undefined, undefined],
    ],
  );
});

test("inspect_ai: an evaluation that failed is said, one without samples or in a zip is refused", () => {
  const log = JSON.parse(text("inspect.json"));
  assert.deepEqual(codes(JSON.stringify({ ...log, status: "cancelled" })), ["import-not-finished"]);
  assert.deepEqual(codes(JSON.stringify({ ...log, samples: null })), ["import-no-samples"]);
  assert.deepEqual(codes("PK\u0003\u0004\u0014", "x.eval"), ["import-inspect-zip"]);
});

test("our own lines are told from all of them, whatever the file is called", () => {
  const { sources, problems } = readScores('\ufeff{"id": "a", "scores": {"m": 1}}\r\n', "scores.json");
  assert.deepEqual([sources, problems], [[{ name: null, rows: [{ id: "a", scores: { m: 1 } }] }], []]);
});

test("what is none of them is said, with what it is instead", () => {
  assert.deepEqual(codes('{"hello": 1}'), ["import-unknown"]);
  assert.deepEqual(codes("[]"), ["import-unknown"]);
  assert.deepEqual(codes("3"), ["import-unknown"]);
  assert.deepEqual(codes('{\n  "samples": NaN\n}'), ["import-not-json"]);
  assert.deepEqual(codes('{\n  "torn": ', "x.jsonl"), ["import-not-json"]);
  assert.deepEqual(codes("", "x.jsonl"), ["scores-empty"]);
  assert.deepEqual(codes('{"id": "a", "sco', "x.jsonl"), ["score-line-not-json"]);
  assert.deepEqual(codes("<html>", "x.jsonl"), ["score-line-not-json"]);
  assert.deepEqual(codes('{"results": {"results": [{"score": "x"}, null]}}'), [
    "import-result-broken",
    "import-result-broken",
  ]);
  assert.deepEqual(codes('{"results": {"results": []}}'), ["scores-empty"]);
  assert.deepEqual(codes(`${"[".repeat(10_000)}${"]".repeat(10_000)}`), ["import-unknown"]);
});

test("names that mean something to JavaScript are only names", () => {
  const content =
    '{"version": 2, "status": "success", "eval": {"task": "t"}, "samples": [{"id": "__proto__", "epoch": 1, "scores": {"__proto__": {"value": "C"}}}]}';
  const [source] = readScores(content, "x.json").sources;
  assert.deepEqual(Object.entries(source!.rows[0]!.scores), [["__proto__", 1]]);
});

describe("files that the tools themselves wrote", () => {
  const means = (name: string) =>
    readScores(text(name), name).sources.map(({ name: candidate, rows }) => {
      const items = Map.groupBy(rows, ({ id }) => id);
      const metrics = [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))].sort();
      const mean = (metric: string) =>
        [...items.values()]
          .map((own) => own.reduce((sum, { scores }) => sum + (scores[metric] ?? 0), 0) / own.length)
          .reduce((sum, value) => sum + value, 0) / items.size;
      return [candidate, items.size, Object.fromEntries(metrics.map((metric) => [metric, mean(metric)]))];
    });

  test("promptfoo 0.121.20: two providers, one prompt", () => {
    const scores = { holds: 1 / 3, pass: 1 / 3, score: 0.5 };
    assert.deepEqual(means("promptfoo-0.121.20.json"), [
      ["echo", 3, scores],
      ["echo-again", 3, scores],
    ]);
  });

  test("lm-evaluation-harness 0.4.13: logged samples", () => {
    assert.deepEqual(means("lm-eval-0.4.13.jsonl"), [[null, 3, { exact_match: 2 / 3 }]]);
  });

  test("inspect_ai 0.3.285: a log with two scorers and two epochs", () => {
    assert.deepEqual(means("inspect-0.3.285.json"), [[null, 3, { includes: 2 / 3, match: 1 / 3 }]]);
  });
});
