import assert from "node:assert/strict";
import test from "node:test";
import { renderReport } from "../../../src/reports/report.ts";
import { classified, sample } from "./sample.ts";

test("classes are a table of F1 with precision and recall, macro F1 with its interval, and a confusion matrix", () => {
  const page = renderReport(classified(), "html", "en")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
  const { macro_f1, classes } = classified().verdict.candidates[0]!.classification!;
  const percent = (share: number) => (share * 100).toFixed(1);
  assert.match(page, /By class/);
  for (const value of [
    macro_f1.value,
    macro_f1.interval!.low,
    macro_f1.interval!.high,
    ...classes.map(({ f1 }) => f1),
  ]) {
    assert.ok(page.includes(percent(value)), percent(value));
  }
  assert.match(page, /its 95 % interval is a percentile bootstrap of 60 clusters, 2000 resamples/);
  assert.match(page, /Which label was taken for which/);
  assert.match(renderReport(classified(), "html", "zh-cn"), /混淆矩阵/);
});

test("Markdown has the same table; a run without labels has neither", () => {
  const markdown = renderReport(classified(), "md", "en");
  assert.match(
    markdown,
    /## By class[\s\S]*\| Label \| Items \| base \| reference \|[\s\S]*\| spam \| 40 \|[\s\S]*\| macro F1 \|/,
  );
  for (const format of ["html", "md"] as const) assert.doesNotMatch(renderReport(sample(), format, "en"), /By class/);
});

test("a label is text, whatever it holds", () => {
  const page = renderReport(classified("</td><script>alert(1)</script>"), "html", "en");
  assert.doesNotMatch(page, /<script/);
  assert.match(page, /&lt;script&gt;/);
  const markdown = renderReport(classified("<b>|*x*"), "md", "en");
  assert.match(markdown, /\n\| &lt;b&gt;\\\|\\\*x\\\* \| 40 \|/);
});
