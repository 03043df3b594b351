import { percentOf, points } from "../evaluation/numbers.ts";
import type { Comparison } from "../protocol/comparison.ts";
import { changesTexts, fixedText, risksTexts, runnerUpText } from "./decision.ts";
import {
  classifying,
  classText,
  type Example,
  failedAt,
  failingLayers,
  featured,
  machineParams,
  macroText,
  meanText,
  pairColumns,
  passedItems,
  primaryOf,
  type ReportInput,
} from "./facts.ts";
import { sectionsOf } from "./sections/all.ts";
import type { Section } from "./sections/section.ts";
import type { Words } from "./words.ts";

/** Examples in a comment on a change: enough to see what goes wrong. The HTML report has them all. */
const mostExamples = 5;
/** Characters of a prompt or answer that are shown. */
const mostCharacters = 600;

/** For a pull request or a page of a wiki: the decision first, the evidence below, one sentence a line. */
export function markdownReport(input: ReportInput, words: Words): string {
  const { run, verdict, examples = [] } = input;
  const { phrase, said } = words;
  const { pairs } = primaryOf(verdict);
  const parts = [
    `# ${text(run.name)}: ${phrase("report")}`,
    `**${prose(said(verdict.conclusion))}**`,
    gates(input, words),
    ...firstPage(input, words),
    `## ${phrase("candidates")}`,
    candidates(input, words),
    phrase("means-caption", { items: verdict.items, confidence: percentOf(primaryOf(verdict).confidence) }),
    ...(pairs.length > 0
      ? [
          `## ${phrase("comparisons")}: \`${verdict.primary}\``,
          comparison(primaryOf(verdict), words),
          list(pairs.map((pair) => prose(said(pair.verdict_saying)))),
        ]
      : []),
    `## ${phrase("failures")}`,
    failures(input, words),
    ...classes(input, words),
    ...sectionsOf(input, words).flatMap(section),
    `## ${phrase("to-know")}`,
    list(risksTexts(input, words).map(prose)),
    ...(examples.length > 0
      ? [`## ${phrase("examples")}`, ...examples.slice(0, mostExamples).map((one) => example(one, words))]
      : []),
    `## ${phrase("provenance")}`,
    provenance(input, words),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** When the claims were fixed, who came second, and what would change the answer. */
function firstPage(input: ReportInput, words: Words): string[] {
  const lines = [fixedText(input, words), runnerUpText(input.verdict, words)].flatMap((line) => line ?? []);
  const changes = changesTexts(input.verdict, words).map(prose);
  return [...lines.map(prose), ...(changes.length > 0 ? [`## ${words.phrase("changes")}`, list(changes)] : [])];
}

/** A part of the report that is the same in every format. */
function section({ title, findings, tables, notes }: Section): string[] {
  return [
    `## ${title}`,
    list(findings.map(prose)),
    ...tables.flatMap(({ caption, header, rows, numbers }) => [
      ...(caption === undefined ? [] : [prose(caption)]),
      table(
        header.map(text),
        rows.map((cells) => cells.map(text)),
        numbers,
      ),
    ]),
    ...notes.map(prose),
  ];
}

function gates({ verdict }: ReportInput, { phrase, said, holds }: Words): string {
  const about = featured(verdict);
  if (about.gates.length === 0) return phrase("asked-nothing");
  return list(about.gates.map((gate) => `${holds(gate.holds)}: ${prose(said(gate.saying))}`));
}

function candidates({ verdict }: ReportInput, words: Words): string {
  const { phrase } = words;
  const metrics = verdict.comparisons.filter(({ metric }) => !metric.includes("."));
  const header = [
    phrase("candidate"),
    phrase("role"),
    ...metrics.map(({ metric }) => `\`${metric}\` %`),
    phrase("size"),
    phrase("peak-memory"),
    phrase("tokens-per-second"),
    phrase("good-enough"),
  ];
  const rows = verdict.candidates.map((one) => [
    one.name === verdict.chosen ? `**${text(one.name)}** (${phrase("chosen")})` : text(one.name),
    phrase(`role-${one.role}`),
    ...metrics.map(({ variants }) => meanText(variants.find(({ name }) => name === one.name)!)),
    words.fileSize(one.size_bytes),
    words.memory(one.peak_memory_bytes),
    words.rate(one.tokens_per_second),
    one.gates.length === 0 ? "" : words.holds(one.good_enough),
  ]);
  return table(header, rows, 2);
}

function comparison({ pairs, confidence }: Comparison, { phrase }: Words): string {
  const header = [
    "a",
    "b",
    phrase("difference"),
    phrase("interval", { confidence: percentOf(confidence) }),
    phrase("regressed-fixed"),
    phrase("p-adjusted"),
    phrase("verdict"),
  ];
  const rows = pairs.map((pair) => {
    const { difference, interval, flips, adjusted } = pairColumns(pair);
    return [text(pair.a), text(pair.b), difference, interval, flips, adjusted, phrase(`verdict-${pair.verdict_code}`)];
  });
  return table(header, rows, 2);
}

function failures({ verdict }: ReportInput, { phrase, layer }: Words): string {
  const layers = failingLayers(verdict);
  const header = [phrase("candidate"), phrase("layer-passed"), ...layers.map(layer)];
  const rows = verdict.candidates.map((one) => [
    text(one.name),
    String(passedItems(verdict, one)),
    ...layers.map((name) => String(failedAt(one, name))),
  ]);
  return table(header, rows, 1);
}

function classes({ verdict }: ReportInput, words: Words): string[] {
  const { phrase } = words;
  const candidates = classifying(verdict);
  const [first] = candidates;
  if (!first) return [];
  const header = [phrase("label"), phrase("items"), ...candidates.map(({ name }) => text(name))];
  const rows = first.classification.classes.map(({ label, expected }, index) => [
    text(label),
    String(expected),
    ...candidates.map(({ classification }) => {
      const { f1, parts } = classText(classification.classes[index]!);
      return `${f1} (${parts})`;
    }),
  ]);
  const macro = candidates.map(({ classification: { macro_f1 } }) =>
    macro_f1.interval ? meanText({ mean: macro_f1.value, ...macro_f1.interval }) : points(macro_f1.value),
  );
  const interval = candidates.map(({ classification }) => classification.macro_f1.interval).find((one) => one !== null);
  return [
    `## ${phrase("classes")}`,
    phrase("classes-caption"),
    table(header, [...rows, [phrase("macro-f1"), "", ...macro]], 1),
    ...(interval ? [macroText(interval, words)] : []),
  ];
}

function example({ id, prompt, expected, answers }: Example, words: Words): string {
  const { phrase } = words;
  const shown = answers.map(
    ({ candidate, answer }) => `${text(candidate)}:\n\n${fenced(answer || phrase("no-answer"), words)}`,
  );
  return [
    `<details><summary>${text(id)}</summary>`,
    `${phrase("prompt")}:\n\n${fenced(prompt, words)}`,
    `${phrase("expected")}:\n\n${fenced(expected, words)}`,
    ...shown,
    "</details>",
  ].join("\n\n");
}

function provenance({ run, verdict }: ReportInput, words: Words): string {
  const { phrase } = words;
  const machine = machineParams(run, words.memory);
  return list([
    `${phrase("run")}: \`${run.run}\` (${text(run.file)}, ${words.moment(run.started_at)}, ${words.duration(run.seconds)})`,
    ...(machine ? [`${phrase("machine")}: ${text(phrase("machine-line", machine))}`] : []),
    `${phrase("versions")}: ${text(
      Object.entries(run.versions)
        .map((entry) => entry.join(" "))
        .join(", "),
    )}`,
    `${phrase("spec-hash")}: \`${run.spec_sha256}\``,
    ...Object.entries(run.data).map(
      ([split, { sha256, items }]) =>
        `${phrase("data-hash", { split })}: \`${sha256}\` (${phrase("data-items", { items })})`,
    ),
    ...verdict.candidates.map(
      ({ name, model_sha256 }) =>
        `${phrase("model-hash", { candidate: text(name) })}: ${model_sha256 === null ? phrase("unknown") : `\`${model_sha256}\``}`,
    ),
  ]);
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

/** Columns from `numbers` on are numbers, and stand to the right. */
function table(header: readonly string[], rows: readonly (readonly string[])[], numbers: number): string {
  // What is escaped already stays as it is: a second backslash would set its pipe free.
  const guarded = (cell: string) => cell.replace(/\\.|\|/g, (found) => (found === "|" ? "\\|" : found));
  const line = (cells: readonly string[]) => `| ${cells.map(guarded).join(" | ")} |`;
  const rule = `|${header.map((_, index) => (index < numbers ? "---" : "---:")).join("|")}|`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

/** Text that came from outside, with what Markdown or HTML would act on taken out of action. */
function text(value: string): string {
  return value
    .replace(/[\\`*_[\]#~|]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\s+/g, " ");
}

/** A sentence of ours: names in it are escaped, the back quotes around code are meant. */
function prose(sentence: string): string {
  return sentence
    .split("`")
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : part.replace(/[\\*_[\]<>]/g, "\\$&")))
    .join("");
}

/** A fence longer than any run of back quotes in the text, so that no answer can end it. */
function fenced(value: string, { phrase }: Words): string {
  const shown =
    value.length <= mostCharacters
      ? value
      : `${value.slice(0, mostCharacters)}${phrase("shortened", { count: value.length - mostCharacters })}`;
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${shown}\n${fence}`;
}
