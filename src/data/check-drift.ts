import type { Item } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import type { SplitName } from "./splits.ts";
import type { Summary } from "./summary.ts";

/** Fewer rows differ by chance. */
const fewestRows = 20;
/** Medians that differ by this factor are different kinds of text. */
const lengthFactor = 2;
/** Share of the letters that would have to change their script. */
const scriptShare = 0.25;
/** Rows that are looked at for scripts: evenly spread, as a file may be sorted. */
const sampled = 500;

/**
 * Training and test rows that are not of one kind: much longer on one side, or in another script. A result on such a test
 * says little about the data that the model will meet. Warnings with both sides' numbers, placed at the test rows.
 */
export function checkDrift(splits: Record<SplitName, readonly Item[]>, shown: (file: string) => string): Problem[] {
  const { train, test } = splits;
  if (train.length < fewestRows || test.length < fewestRows) return [];
  const place = { file: shown(test[0]!.source.file) };
  const drift = (code: string, params: Record<string, string | number>) =>
    problem(code, { ...place, ...params }, { ...place, severity: "warning" });
  const problems: Problem[] = [];
  for (const [code, length] of [
    ["drift-prompt-length", promptLength],
    ["drift-answer-length", ({ answer }: Item) => answer.length],
  ] as const) {
    const [learned, asked] = [median(train.map(length)), median(test.map(length))];
    const factor = (Math.max(learned, asked) + 1) / (Math.min(learned, asked) + 1);
    // Labels of a few letters differ by a factor for no reason.
    if (factor < lengthFactor || Math.max(learned, asked) < 40) continue;
    problems.push(drift(code, { train: learned, test: asked, factor: Number(factor.toFixed(1)) }));
  }
  const [learned, asked] = [scriptsOf(train), scriptsOf(test)];
  const moved = distance(learned, asked);
  if (moved >= scriptShare) {
    problems.push(drift("drift-script", { train: shownScripts(learned), test: shownScripts(asked) }));
  }
  return problems;
}

/** Texts that went through a wrong decoding: replacement characters, and UTF-8 that was read as Latin-1 or as GBK. */
export function checkCharacters(items: readonly Item[], say: Summary): Problem[] {
  const isBroken = (text: string) => /\uFFFD|锟斤拷|â€[™œ\u009d“”]|Ã[\u00a0-\u00bf]/.test(text);
  const broken = items.filter(({ messages, answer }) => isBroken(answer) || messages.some((m) => isBroken(m.content)));
  return say("characters-broken", broken, {}, "warning");
}

function promptLength({ messages }: Item): number {
  return messages.reduce((sum, { role, content }) => sum + (role === "system" ? 0 : content.length), 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const scripts = [
  ["Latin", /\p{Script=Latin}/gu],
  ["Han", /\p{Script=Han}/gu],
  ["Kana", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["Hangul", /\p{Script=Hangul}/gu],
  ["Cyrillic", /\p{Script=Cyrillic}/gu],
  ["Arabic", /\p{Script=Arabic}/gu],
  ["Devanagari", /\p{Script=Devanagari}/gu],
  ["Greek", /\p{Script=Greek}/gu],
] as const;

/** Share of each script among the letters of the prompts. */
function scriptsOf(items: readonly Item[]): Map<string, number> {
  const step = Math.max(1, Math.floor(items.length / sampled));
  const texts = items.filter((_, index) => index % step === 0).map(({ messages }) => messages.at(-1)!.content);
  const text = texts.map((each) => each.slice(0, 1000)).join("\n");
  const counts = scripts.map(([name, pattern]) => [name, text.match(pattern)?.length ?? 0] as const);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return new Map(counts.filter(([, count]) => count > 0).map(([name, count]) => [name, count / total]));
}

/** Total variation: half the sum of the differences. */
function distance(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].reduce((sum, name) => sum + Math.abs((a.get(name) ?? 0) - (b.get(name) ?? 0)), 0) / 2;
}

function shownScripts(shares: ReadonlyMap<string, number>): string {
  const largest = [...shares].sort((a, b) => b[1] - a[1]).slice(0, 3);
  return largest.map(([name, share]) => `${name} ${Math.round(share * 100)} %`).join(", ");
}
