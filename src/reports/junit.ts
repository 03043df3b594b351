import { points } from "../evaluation/numbers.ts";
import type { CandidateResult } from "../protocol/comparison.ts";
import { type Example, featured, type ReportInput } from "./facts.ts";
import type { Words } from "./words.ts";

/** Items of one candidate that are listed: a page of test results with more has no reader, and some tools no memory. */
const mostItems = 1000;
/** Characters of an expected answer or an answer in a failure. */
const mostCharacters = 2000;

interface Lost {
  id: string;
  score: number;
}

interface TestCase {
  name: string;
  /** Null: it passed. */
  problem: { kind: "failure" | "skipped"; type: string; message: string; details?: string } | null;
}

/**
 * JUnit's XML for CI: what `good_enough` asks is what is tested. It is red exactly where the run file's claim does not hold
 * for any candidate: the first suite says so, and the featured candidate's suite shows its lines and the items that it
 * lost. Where a candidate was chosen, lost items are tolerated by what was asked, so they stand there as skipped, as does
 * all that other candidates lack.
 */
export function junitReport(input: ReportInput, words: Words): string {
  const { run, verdict } = input;
  const asked = verdict.candidates.some(({ gates }) => gates.length > 0);
  const suites = [
    suite(run.name, "good-enough", [conclusion(input, words, asked)], {}),
    ...verdict.candidates.map((candidate) => {
      const isRed = asked && verdict.chosen === null && candidate.name === featured(verdict).name;
      const lost = lostItems(input, candidate.name);
      const cases = [
        ...gates(candidate, words, isRed),
        ...lost.slice(0, mostItems).map((item) => itemCase(input, candidate.name, item, words, isRed)),
      ];
      const properties = { items: verdict.items, lost: lost.length, listed: Math.min(lost.length, mostItems) };
      return suite(run.name, candidate.name, cases, properties);
    }),
    ...generalSuites(input, words),
  ];
  const total = (of: (one: Suite) => number) => suites.reduce((sum, one) => sum + of(one), 0);
  const counts = attributes({
    name: run.name,
    tests: total(({ tests }) => tests),
    failures: total(({ failures }) => failures),
    skipped: total(({ skipped }) => skipped),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts}>\n${suites.map(({ text }) => text).join("")}</testsuites>\n`;
}

/** General ability is no part of `good_enough`: where it is not shown to be kept the case is skipped with its sentence. */
function generalSuites({ run, verdict }: ReportInput, { said }: Words): Suite[] {
  const { forgetting } = verdict;
  if (!forgetting) return [];
  const cases = forgetting.results.map(({ tuned, base, holds, saying }): TestCase => {
    const name = `${tuned} margin ${forgetting.margin} against ${base}`;
    if (holds === true) return { name, problem: null };
    const type = holds === false ? "fails" : "cannot-tell";
    return { name, problem: { kind: "skipped", type, message: plain(said(saying)) } };
  });
  return [suite(run.name, "general ability", cases, { items: forgetting.items })];
}

function conclusion({ verdict }: ReportInput, { said }: Words, asked: boolean): TestCase {
  const message = plain(said(verdict.conclusion));
  if (!asked) return { name: "good_enough", problem: { kind: "skipped", type: "nothing-asked", message } };
  const problem = verdict.chosen === null ? { kind: "failure" as const, type: verdict.conclusion.code, message } : null;
  return { name: "good_enough", problem };
}

function gates({ gates: lines }: CandidateResult, { said }: Words, isRed: boolean): TestCase[] {
  return lines.map(({ metric, kind, limit, against, holds, saying }) => {
    const name =
      kind === "margin" ? `${metric} margin ${limit} against ${against ?? ""}`.trim() : `${metric} at least ${limit}`;
    if (holds === true) return { name, problem: null };
    const type = holds === false ? "fails" : "cannot-tell";
    return { name, problem: { kind: isRed ? "failure" : "skipped", type, message: plain(said(saying)) } };
  });
}

/** Items whose primary score is not whole, in their own order. */
function lostItems({ verdict, scores = {} }: ReportInput, candidate: string): Lost[] {
  return (scores[candidate] ?? [])
    .map(({ id, scores: own }) => ({ id, score: own[verdict.primary] ?? 0 }))
    .filter(({ score }) => score < 1);
}

function itemCase(
  { verdict, examples = [] }: ReportInput,
  candidate: string,
  { id, score }: Lost,
  words: Words,
  isRed: boolean,
): TestCase {
  const example = examples.find((one) => one.id === id);
  const layer = example?.answers.find((answer) => answer.candidate === candidate)?.failed_layer;
  const where = layer ? `, ${words.layer(layer)}` : "";
  return {
    name: id,
    problem: {
      kind: isRed ? "failure" : "skipped",
      type: layer ?? "lost",
      message: `${verdict.primary} ${points(score)} %${where}`,
      ...(example ? { details: details(example, candidate, words) } : {}),
    },
  };
}

function details({ expected, answers }: Example, candidate: string, { phrase }: Words): string {
  const answer = answers.find((one) => one.candidate === candidate)?.answer ?? "";
  const cut = (text: string) =>
    text.length <= mostCharacters
      ? text
      : text.slice(0, mostCharacters) + phrase("shortened", { count: text.length - mostCharacters });
  return `${phrase("expected")}:\n${cut(expected)}\n${candidate}:\n${answer === "" ? phrase("no-answer") : cut(answer)}\n`;
}

interface Suite {
  text: string;
  tests: number;
  failures: number;
  skipped: number;
}

function suite(run: string, name: string, cases: TestCase[], properties: Record<string, number>): Suite {
  const count = (kind: string) => cases.filter(({ problem }) => problem?.kind === kind).length;
  const counts = { tests: cases.length, failures: count("failure"), skipped: count("skipped") };
  const facts = Object.entries(properties).map(([key, value]) => `<property${attributes({ name: key, value })}/>\n`);
  const text = `<testsuite${attributes({ name, ...counts })}>\n${facts.length > 0 ? `<properties>\n${facts.join("")}</properties>\n` : ""}${cases
    .map((one) => testCase(`${run}.${name}`, one))
    .join("")}</testsuite>\n`;
  return { text, ...counts };
}

function testCase(classname: string, { name, problem }: TestCase): string {
  const open = `<testcase${attributes({ classname, name })}`;
  if (!problem) return `${open}/>\n`;
  const { kind, type, message, details: body } = problem;
  // `skipped` has a message and nothing else.
  if (kind === "skipped") return `${open}><skipped${attributes({ message })}/></testcase>\n`;
  return `${open}><failure${attributes({ message, type })}>${xmlText(body ?? message)}</failure></testcase>\n`;
}

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${xmlText(String(value)).replace(/[\n\r\t]/g, (found) => `&#${found.charCodeAt(0)};`)}"`,
    )
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for an element or a quoted attribute of XML 1.0. What XML can't hold becomes the replacement character. */
export function xmlText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML can't hold
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
      .replace(/[&<>"']/g, (character) => entities[character]!)
  );
}

/** Sentences of ours put code between back quotes. */
function plain(sentence: string): string {
  return sentence.replaceAll("`", "");
}
