import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import type { Language } from "../../../src/protocol/messages.ts";
import { envelope } from "../../../src/reports/html/chart-loss.ts";
import { type ReportInput, renderReport } from "../../../src/reports/report.ts";
import { textOf } from "../../../src/text/text.ts";
import { sample } from "./sample.ts";

const attacks: string[] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../data/reports/attacks.json"), "utf8"),
);
const html = (input: ReportInput, language: Language = "en") => renderReport(input, "html", language);
const voids = new Set(["meta", "br", "wbr", "img", "link", "hr"]);

test("it is one well-formed file that asks the network for nothing and runs nothing", () => {
  const page = html(sample());
  assert.match(page, /^<!doctype html>\n<html lang="en">/);
  assert.match(page, /content="default-src 'none'; style-src 'unsafe-inline'"/);
  const tags = tagsOf(page);
  assert.deepEqual(unclosed(tags), []);
  for (const tag of tags) {
    assert.doesNotMatch(tag, /^<(script|link|img|iframe|object|embed|base|form|a)\b/);
    assert.doesNotMatch(tag, /\s(on\w+|src|href|srcset|action|xlink:href)\s*=/);
  }
  assert.doesNotMatch(page, /url\(|@import|https?:/);
  assert.doesNotMatch(page, /undefined|NaN|\[object|Infinity|\{\w+\}(?![^<]*<\/style>)/);
});

test("text of models, data and files stays text", () => {
  const plain = tagsOf(html(attacked("harmless")));
  for (const attack of attacks) {
    const page = html(attacked(attack));
    assert.deepEqual(tagsOf(page), plain, attack);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is tested
    assert.doesNotMatch(page, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
    assert.ok(page.isWellFormed());
  }
});

test("it says what the verdict says, in its words", () => {
  for (const language of ["en", "zh-cn"] as const) {
    const input = sample();
    const text = textOfPage(html(input, language));
    const { conclusion, candidates, comparisons } = input.verdict;
    const chosen = candidates.find(({ name }) => name === input.verdict.chosen)!;
    const sayings = [
      conclusion,
      ...chosen.gates.map(({ saying }) => saying),
      ...comparisons[0]!.pairs.map(({ verdict_saying }) => verdict_saying),
    ];
    for (const { code, params } of sayings) {
      assert.ok(text.includes(textOf(code, params, language).replaceAll("`", "")), code);
    }
  }
});

test("it holds every hash, the machine, the versions and the run file", () => {
  const input = sample();
  const text = textOfPage(html(input));
  const { run, verdict, runFile } = input;
  const facts = [
    run.run,
    run.spec_sha256,
    ...Object.values(run.data).map(({ sha256 }) => sha256),
    ...verdict.candidates.map(({ model_sha256 }) => model_sha256!),
    run.machine!.cpu,
    "node-llama-cpp 3.22.1",
    runFile.trim(),
  ];
  for (const fact of facts) assert.ok(text.includes(fact), fact);
});

test("in Chinese there is no English of ours left, in English no Chinese", () => {
  const input = sample();
  const chinese = textOfPage(html({ ...input, examples: [], runFile: "" }, "zh-cn"));
  const names = [
    ...input.verdict.candidates.map(({ name }) => name),
    ...input.verdict.comparisons.map(({ metric }) => metric),
    ...input.run.stages.map(({ id }) => id),
    ...Object.keys(input.run.versions),
    ...Object.keys(input.run.data),
    input.run.name,
    input.run.file,
    input.run.machine!.cpu,
    // Proper names and words that Chinese texts of this field write in Latin letters.
    ...[
      "good_enough",
      "DeepExtension",
      "sha256",
      "JSON",
      "Holm",
      "McNemar",
      "Newcombe",
      "Wilson",
      "BCa",
      "UTC",
      "MB",
      "GB",
    ],
    ...["linux x64", "nat", "language", "de", "en", "Benjamini", "Hochberg"],
    ...input.verdict.forgetting!.results.flatMap(({ lost, base }) => [...lost, base]),
  ].sort((a, b) => b.length - a.length);
  const rest = names.reduce((text, name) => text.replaceAll(name, " "), chinese).replace(/\b[0-9a-f-]{8,}\b/g, " ");
  assert.deepEqual(rest.match(/[A-Za-z]{2,}/g) ?? [], []);
  assert.doesNotMatch(html(input), /\p{Script=Han}/u);
});

test("what a run does not have is left out, and what is not known is not made up", () => {
  const input = sample({ good_enough: [] });
  const unknown = {
    size_bytes: null,
    peak_memory_bytes: null,
    tokens_per_second: null,
    seconds_per_item: null,
    model_sha256: null,
  };
  const candidates = input.verdict.candidates.map((candidate) => ({ ...candidate, ...unknown }));
  const run = { ...input.run, machine: null, stages: [], data: {}, finished_at: null };
  const page = html({ run, verdict: { ...input.verdict, candidates }, runFile: "" });
  const text = textOfPage(page);
  assert.doesNotMatch(text, /undefined|NaN|null|0\.0 MB/);
  for (const heading of ["Where candidates differ", "Training", "The run file as it ran", "against size", "Why not"]) {
    assert.ok(!text.includes(heading), heading);
  }
  assert.ok(text.includes("so this page compares and does not decide"));
  assert.deepEqual(unclosed(tagsOf(page)), []);
});

test("one candidate alone has a report too, and says nothing of others", () => {
  const input = sample();
  const { verdict } = input;
  const candidates = verdict.candidates.filter(({ name }) => name === "reference");
  const comparisons = verdict.comparisons.map((one) => ({
    ...one,
    variants: one.variants.filter(({ name }) => name === "reference"),
    pairs: [],
  }));
  const { trade_offs: _, slices: __, ...rest } = verdict;
  const alone = { ...input, examples: [], verdict: { ...rest, chosen: "reference", candidates, comparisons } };
  const page = html(alone);
  assert.deepEqual(unclosed(tagsOf(page)), []);
  for (const heading of ["Against the others", "Comparisons", "Why not"])
    assert.ok(!textOfPage(page).includes(heading));
  assert.ok(!renderReport(alone, "md", "en").includes("## Comparisons"));
});

test("an answer of megabytes does not make a report of megabytes", () => {
  const input = sample();
  const answer = "x".repeat(5_000_000);
  const examples = input.examples!.map((one) => ({
    ...one,
    answers: one.answers.map((given) => ({ ...given, answer })),
  }));
  const page = html({ ...input, examples });
  assert.ok(page.length < 100_000);
  assert.match(page, /4998000 more characters/);
});

test("a long curve keeps its highest and lowest points", () => {
  const points = Array.from({ length: 10_000 }, (_, step) => ({
    step,
    loss: step === 4321 ? 99 : step === 7654 ? -9 : 1,
  }));
  const kept = envelope(points);
  assert.ok(kept.length <= 720);
  assert.ok(kept.some(({ loss }) => loss === 99) && kept.some(({ loss }) => loss === -9));
  assert.deepEqual(
    [...kept].sort((a, b) => a.step - b.step),
    kept,
  );
});

/** The sample with a text at every place that is filled from outside. */
function attacked(text: string): ReportInput {
  const input = sample();
  const rename = (name: string) => (name === "q2_k" ? text : name);
  const { run, verdict } = input;
  const [first, ...rest] = input.examples!;
  const answers = first!.answers.map((one) => ({
    ...one,
    candidate: rename(one.candidate),
    answer: `${one.candidate}${text}`,
  }));
  return {
    runFile: text,
    examples: [{ ...first!, id: text, prompt: text, expected: text, answers }, ...rest],
    run: { ...run, name: text, file: text, versions: { [text]: text }, spec_sha256: text },
    verdict: {
      ...verdict,
      trade_offs: {
        ...verdict.trade_offs!,
        candidates: verdict.trade_offs!.candidates.map((one) => ({
          ...one,
          name: rename(one.name),
          by: one.by.map(rename),
        })),
      },
      slices: {
        ...verdict.slices!,
        columns: verdict.slices!.columns.map(({ slices }) => ({
          column: text,
          slices: slices.map((slice) => ({
            ...slice,
            value: text,
            means: slice.means.map((one) => ({ ...one, name: rename(one.name) })),
            pairs: slice.pairs.map((pair) => ({ ...pair, a: rename(pair.a), b: rename(pair.b) })),
          })),
        })),
      },
      forgetting: {
        ...verdict.forgetting!,
        results: verdict.forgetting!.results.map((one) => ({
          ...one,
          base: text,
          topics: one.topics.map((topic) => ({ ...topic, topic: text })),
          lost: [text],
        })),
      },
      candidates: verdict.candidates.map((one) => ({ ...one, name: rename(one.name), quantization: text })),
      comparisons: verdict.comparisons.map((one) => ({
        ...one,
        variants: one.variants.map((variant) => ({ ...variant, name: rename(variant.name) })),
        pairs: one.pairs.map((pair) => ({ ...pair, a: rename(pair.a), b: rename(pair.b) })),
      })),
      notes: [
        { code: "rule-error-of", params: { rule: "r", count: 1, candidate: "c", detail: text.replaceAll("`", "") } },
      ],
    },
  };
}

function tagsOf(page: string): string[] {
  return (page.replace(/<(?:wbr|\/?del|\/?ins)>/g, "").match(/<[a-zA-Z/!?][^>]*>/g) ?? []).map((tag) =>
    // Differences of texts are marked where they differ, whatever they are.
    // Where a bar or a label stands depends on the lengths of names, what there is does not.
    tag.replace(/\s(?:aria-label|class|[xy]|[xy][12]|width|c[xy]|d)="[^"]*"/g, ""),
  );
}

function unclosed(tags: readonly string[]): string[] {
  const open: string[] = [];
  for (const tag of tags) {
    const name = tag.match(/^<\/?([a-zA-Z0-9]+)/)?.[1];
    if (!name || voids.has(name) || tag.endsWith("/>")) continue;
    if (!tag.startsWith("</")) open.push(name);
    else if (open.pop() !== name) return [`${tag} closes something else`];
  }
  return open;
}

function textOfPage(page: string): string {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<(?!\/?code)[^>]+>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!)
    .replaceAll("\u00a0", " ");
}
