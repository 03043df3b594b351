import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { xmlText } from "../../../src/reports/junit.ts";
import { type ReportInput, renderReport } from "../../../src/reports/report.ts";
import { cpuClock } from "../cpu-clock.ts";
import { sample } from "./sample.ts";

const junit = (input: ReportInput, language: "en" | "zh-cn" = "en") => renderReport(input, "junit", language);

/** Nothing is good enough, and the featured candidate lost an item that is among the examples. */
function lost(attack = ""): ReportInput {
  const input = sample({ good_enough: [{ metric: "fields", at_least: 0.999 }], attack });
  const row = input.scores!.reference![1]!;
  row.scores.fields = 0;
  return input;
}

/** A small strict reader of XML: throws where tags don't match, or an attribute or a character is not allowed. */
function readXml(text: string): { tag: string; attributes: Record<string, string>; depth: number }[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is tested
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  assert.ok(text.isWellFormed());
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const open: string[] = [];
  const found: ReturnType<typeof readXml> = [];
  const rest = body.replace(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g, (_, close, tag, written, empty) => {
    if (close) assert.equal(open.pop(), tag);
    else {
      const pairs = [...written.matchAll(/ ([a-z]+)="([^"<]*)"/g)].map(([, name, value]) => [name, value]);
      found.push({ tag, attributes: Object.fromEntries(pairs), depth: open.length });
      if (!empty) open.push(tag);
    }
    return "";
  });
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]|&(?!(amp|lt|gt|quot|apos|#\d+);)/);
  return found;
}

test("green where a candidate is good enough; what it lost is listed and tolerated", () => {
  const input = sample();
  const tags = readXml(junit(input));
  assert.equal(tags[0]!.tag, "testsuites");
  assert.equal(tags[0]!.attributes.failures, "0");
  const suites = tags.filter(({ tag }) => tag === "testsuite");
  assert.deepEqual(
    suites.map(({ attributes }) => attributes.name),
    ["good-enough", ...input.verdict.candidates.map(({ name }) => name), "general ability"],
  );
  assert.equal(tags.filter(({ tag }) => tag === "testcase").length, Number(tags[0]!.attributes.tests));
  const lost = input.scores!.q8_0!.filter(({ scores }) => scores.fields! < 1);
  const q8 = suites.find(({ attributes }) => attributes.name === "q8_0")!.attributes;
  assert.deepEqual([q8.tests, q8.skipped], [String(2 + lost.length), String(lost.length)]);
});

test("red where nothing is: the verdict, the featured candidate's lines and its items, others only shown", () => {
  const input = sample({ good_enough: [{ metric: "fields", at_least: 0.999 }] });
  assert.equal(input.verdict.chosen, null);
  const suites = readXml(junit(input)).filter(({ tag }) => tag === "testsuite");
  const red = suites.filter(({ attributes }) => attributes.failures !== "0").map(({ attributes }) => attributes.name);
  assert.deepEqual(red, ["good-enough", "reference"]);
  assert.match(junit(input), /<failure message="fields 66\.7 %/);
});

test("where nothing was asked there is nothing to fail", () => {
  const [all] = readXml(junit(sample({ good_enough: [] })));
  assert.equal(all!.attributes.failures, "0");
});

test("Chinese sentences in Chinese", () => {
  const text = junit(lost(), "zh-cn");
  assert.match(text, /没有候选被证明足够好/);
  assert.match(text, /<failure message="fields 0\.0 %" type="lost">期望:\n\{/);
});

test("text of models and data stays text, whatever it holds", () => {
  const file = path.join(import.meta.dirname, "../../data/reports/attacks.json");
  const attacks: string[] = JSON.parse(readFileSync(file, "utf8"));
  const plain = readXml(junit(lost("harmless"))).map(({ tag }) => tag);
  for (const attack of [...attacks, "]]>", "\u0000\u001b[31m\ufffe\ud800", "a\r\nb\tc"]) {
    const input = lost(attack);
    input.run.name = attack;
    const tags = readXml(junit(input)).map(({ tag }) => tag);
    assert.deepEqual(tags, plain, attack);
  }
  assert.equal(xmlText('<a b="c">\'&\u0001\ud83d\ude00'), "&lt;a b=&quot;c&quot;&gt;&apos;&amp;\ufffd😀");
});

test("a hundred thousand lost items make a page that can be opened, and it is said how many there are", () => {
  const input = sample();
  const rows = Array.from({ length: 100_000 }, (_, index) => ({ id: `i${index}`, scores: { fields: 0 } }));
  const used = cpuClock();
  const text = junit({ ...input, scores: { ...input.scores, q2_k: rows } });
  assert.ok(used() < 5000 && text.length < 2_000_000);
  assert.match(text, /<property name="lost" value="100000"\/>\n<property name="listed" value="1000"\/>/);
});
