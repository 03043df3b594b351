import assert from "node:assert/strict";
import { test } from "node:test";
import { article } from "../../../src/advisor/article.ts";
import { checkArticle } from "../../../src/advisor/check-article.ts";
import { articleCheckSchema } from "../../../src/protocol/advice.ts";
import { textOf } from "../../../src/text/text.ts";

const checks = checkArticle().map((check) => articleCheckSchema.parse(check));
const row = (size: string) => checks.find((check) => check.size === size)!;
const about = (size: string, device: string, code: RegExp) =>
  row(size).findings.find((finding) => finding.params.device === device && code.test(finding.code));

test("every row is answered, with text in both languages", () => {
  assert.deepEqual(
    checks.map(({ size }) => size),
    ["1.5B", "7B", "14B", "32B", "70B", "671B"],
  );
  for (const { findings } of checks) {
    assert.ok(findings.length >= 3);
    for (const { code, params } of findings)
      for (const language of ["en", "zh-cn"] as const) {
        const text = textOf(code, params, language);
        assert.doesNotMatch(text, /^article-|\{\w+\}/, text);
      }
  }
});

test("what the arithmetic finds: cards that are too small for ten users", () => {
  assert.equal(about("14B", "RTX 4070", /serve/)?.code, "article-does-not-serve");
  assert.ok(about("14B", "RTX 4080", /serve/)?.holds);
  assert.equal(about("7B", "RTX 4060", /serve/)?.code, "article-does-not-serve");
  assert.equal(about("7B", "RTX 3060 12 GB", /serve/)?.code, "article-serves");
  assert.equal(about("671B", "6 × A100 PCIe 40 GB", /serve/)?.holds, false);
  assert.ok(about("671B", "6 × A100 PCIe 80 GB", /serve/)?.holds);
  assert.ok(about("70B", "A100 PCIe 80 GB", /serve/)?.holds, "one of the two cards would do");
  assert.equal(about("14B", "2 × RTX 3080", /train/)?.code, "article-trains-tightly");
});

test("75 months fit five rows within 20 %, and not the sixth", () => {
  for (const { size, findings } of checks) {
    const months = findings.filter(({ code }) => code === "article-months");
    assert.ok(months.length > 0);
    for (const { holds } of months) assert.equal(holds, size !== "671B", size);
  }
  const [low] = row("671B").findings.filter(({ code }) => code === "article-months");
  assert.equal(low?.params.months, 53);
});

test("the largest model's own troubles: real files, heads, 16-bit training", () => {
  const large = row("671B").findings.find(({ code }) => code === "article-large");
  assert.equal(large?.holds, false);
  assert.ok(Number(large?.params.files) / 2 ** 30 > 357 && Number(large?.params.files) / 2 ** 30 < 380);
  assert.equal(large?.params.cards, 16);
});

test("another table can be checked: nothing is tied to these numbers", () => {
  const cheap = [{ ...article[1]!, monthly: [100, 150] as const }];
  assert.ok(checkArticle(cheap)[0]?.findings.some(({ code, holds }) => code === "article-months" && !holds));
});
