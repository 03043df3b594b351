import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { parse } from "csv-parse/sync";
import { compareScores } from "../../../src/evaluation/compare-scores.ts";
import { verdictSchema } from "../../../src/protocol/comparison.ts";
import { cell } from "../../../src/reports/csv.ts";
import { renderReport } from "../../../src/reports/report.ts";
import { renderComparison, renderTable } from "../../../src/reports/terminal.ts";
import { displayWidth, wrapped } from "../../../src/reports/terminal-text.ts";
import { sample } from "./sample.ts";

const attacks: string[] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../data/reports/attacks.json"), "utf8"),
);

test("the CSV opens in a spreadsheet: mark, line ends, one table, numbers as numbers", () => {
  const input = sample();
  for (const language of ["en", "zh-cn"] as const) {
    const csv = renderReport(input, "csv", language);
    assert.ok(csv.startsWith("\ufeff"));
    assert.ok(!/[^\r]\n/.test(csv));
    const [header, ...rows]: string[][] = parse(csv.slice(1));
    assert.equal(new Set(header).size, header!.length);
    const { comparisons, candidates } = input.verdict;
    // The baseline is in no pair as b; each quantization is in two.
    const ofSlices = input.verdict.slices!.columns[0]!.slices.map(
      (slice) => candidates.length + (slice.pairs.length > 0 ? 3 : 0),
    );
    const all = comparisons.length * (candidates.length + 3) + ofSlices.reduce((sum, count) => sum + count, 0);
    assert.equal(rows.length, all);
  }
  const [header, ...rows]: string[][] = parse(renderReport(input, "csv", "en").slice(1));
  const at = (name: string) => header!.indexOf(name);
  const row = rows.find(
    (one) => one[at("Metric")] === "fields" && one[at("Candidate")] === "q4_k_m" && one[at("Against")] === "reference",
  )!;
  const pair = input.verdict.comparisons[0]!.pairs.find(({ a, b }) => a === "reference" && b === "q4_k_m")!;
  assert.ok(Math.abs(Number(row[at("Difference")]) - pair.difference) < 1e-7);
  assert.equal(row[at("Size (bytes)")], "105000000");
  assert.equal(row[at("Chosen")], "yes");
});

test("no cell is a formula", () => {
  for (const attack of attacks) {
    const [[value]]: [[string]] = parse(cell(attack), { relax_quotes: false }) as never;
    assert.doesNotMatch(value ?? "", /^[=+\-@\t\r\n]/, attack);
  }
  assert.equal(cell(-0.5), "-0.5");
  assert.equal(cell(0.1 + 0.2), "0.3");
  assert.equal(cell(271_000_123), "271000123");
  assert.equal(cell(null), "");
  assert.equal(cell('a "b", c'), '"a ""b"", c"');
});

test("the JSON is the verdict and the facts, without a language", () => {
  const input = sample();
  const report = JSON.parse(renderReport(input, "json", "en"));
  assert.deepEqual(verdictSchema.parse(report.verdict), input.verdict);
  assert.equal(renderReport(input, "json", "en"), renderReport(input, "json", "zh-cn"));
  assert.equal(report.run.spec_sha256, input.run.spec_sha256);
  assert.equal(report.run.stages.length, input.run.stages.length);
  assert.equal(report.run.stages[0].steps, undefined);
});

test("in Markdown no answer ends its fence or becomes markup", () => {
  for (const attack of attacks) {
    const markdown = renderReport(sample({ attack }), "md", "en");
    const outside = markdown.replace(/^(`{3,})text\n[\s\S]*?^\1$/gm, "");
    assert.doesNotMatch(outside, /<(?!\/?(details|summary)>)[a-z!?/]/i, attack);
    assert.equal(outside.match(/<details>/g)!.length, outside.match(/<\/details>/g)!.length);
  }
});

test("the terminal table fits every width down to its first columns", () => {
  for (const language of ["en", "zh-cn"] as const) {
    for (const width of [60, 80, 100, 140]) {
      const lines = renderTable(sample().verdict, { language, color: false, width }).split("\n");
      for (const line of lines) assert.ok(displayWidth(line) <= width, `${displayWidth(line)} > ${width}: ${line}`);
    }
  }
});

test("colour only where it is wanted", () => {
  const verdict = sample().verdict;
  assert.ok(!renderTable(verdict, { language: "en", color: false, width: 80 }).includes("\u001b"));
  assert.ok(renderTable(verdict, { language: "en", color: true, width: 80 }).includes("\u001b[32m"));
});

test("a name can't move the cursor", () => {
  const verdict = sample().verdict;
  const evil = JSON.parse(JSON.stringify(verdict).replaceAll('"q2_k"', '"\\u001b[2Jq2"'));
  assert.ok(!renderTable(evil, { language: "en", color: false, width: 100 }).includes("\u001b"));
});

test("Chinese wraps between any two characters, but no line begins with a closing mark", () => {
  assert.deepEqual(wrapped("在同样的数据上，模型更好。", 10), ["在同样的数", "据上，模型", "更好。"]);
  assert.deepEqual(wrapped("p < 0.001 and 95 % sure", 9), ["p < 0.001", "and 95 %", "sure"]);
  assert.deepEqual(wrapped("", 9), []);
});

test("a comparison of score files shows scores of any unit", () => {
  const rows = (scores: number[]) => scores.map((latency, id) => ({ id: String(id), scores: { latency } }));
  const comparison = compareScores([
    { name: "small", rows: rows([120, 130, 110, 125]) },
    { name: "large", rows: rows([320, 330, 310, 325]) },
  ]);
  const text = renderComparison(comparison, { language: "en", color: false, width: 100 });
  assert.match(text, /small +121\.3/);
  assert.match(text, /large +321\.3 .*\+200/);
  assert.doesNotMatch(text, /%(?! interval)/);
});
