import { changeOf } from "../../evaluation/item-changes.ts";
import type { Verdict } from "../../protocol/comparison.ts";
import type { ItemChange } from "../../protocol/item-changes.ts";
import { type Example, featured, pairsOf } from "../facts.ts";
import { textDiff } from "../text-diff.ts";
import type { Words } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** Characters of a prompt or answer that are shown: an answer of megabytes must not make a report of megabytes. */
const mostCharacters = 2000;
/** Items that stand open when the page is opened; the rest is a click away, and all of them are printed. */
const mostOpen = 3;

const filters = ["all", "regressed", "fixed", "same"] as const;

/**
 * Items on which candidates differ, with every answer and what it has more or less than expected. They can be filtered by
 * what became of them without a script: by radio buttons and `:checked` in the style.
 * All of it is text of models and data: it is only ever a text node.
 */
export function exampleList(examples: readonly Example[], verdict: Verdict, words: Words): Markup {
  const { phrase } = words;
  const pair = shownPair(verdict);
  const changes = examples.map((example) => (pair ? changeIn(example, pair) : null));
  return html`<p class="caption">${phrase("examples-caption", { count: examples.length })}</p>
<div class="items">
${pair && filterButtons(pair, changes, words)}
${examples.map((example, index) => article(example, changes[index]!, { words, isOpen: index < mostOpen }))}
</div>`;
}

interface Shown {
  a: string;
  b: string;
}

/** The comparison that items are told apart by: the featured candidate against what it is measured against. */
function shownPair(verdict: Verdict): Shown | null {
  const about = featured(verdict).name;
  const pairs = pairsOf(verdict, about);
  const found = pairs.find(({ a, b }) => b === about && a === verdict.reference) ?? pairs[0];
  return found ? { a: found.a, b: found.b } : null;
}

function changeIn({ answers }: Example, { a, b }: Shown): ItemChange {
  const scoreOf = (name: string) => answers.find(({ candidate }) => candidate === name)?.score ?? 0;
  return changeOf(scoreOf(b) - scoreOf(a));
}

function filterButtons(pair: Shown, changes: readonly (ItemChange | null)[], { phrase }: Words): Markup {
  const count = (filter: (typeof filters)[number]) =>
    filter === "all" ? changes.length : changes.filter((change) => change === filter).length;
  return html`${filters.map(
    (filter) => html`<input type="radio" name="items" id="items-${filter}"${filter === "all" && html` checked`}/>`,
  )}
<p class="filters">${phrase("examples-filter", { ...pair })} ${filters.map(
    (filter) => html`<label for="items-${filter}">${phrase(`items-${filter}`)} (${count(filter)})</label> `,
  )}</p>`;
}

function article(
  { id, prompt, expected, answers }: Example,
  change: ItemChange | null,
  { words, isOpen }: { words: Words; isOpen: boolean },
): Markup {
  const { phrase } = words;
  return html`<details class="example ${change ?? "same"}"${isOpen && html` open`}>
<summary><strong>${id}</strong>${change && html` <span class="mark ${change}">${phrase(`items-${change}`)}</span>`}</summary>
<dl><dt>${phrase("prompt")}</dt><dd><pre>${shown(prompt, words)}</pre></dd>
<dt>${phrase("expected")}</dt><dd><pre>${shown(expected, words)}</pre></dd>
${alike(answers).map(
  ({ candidates, answer, score, failed }) => html`<dt><span class="who">${candidates.join(", ")}</span>${
    typeof score === "number" && html` · ${Number((score * 100).toFixed(1))} %`
  }${failed != null && html` · ${words.layer(failed)}`}</dt>
<dd><pre>${answer === "" ? phrase("no-answer") : against(expected, answer, words)}</pre></dd>`,
)}</dl>
</details>`;
}

/** An answer with what it lacks struck out and what it has more underlined. One that is as expected has neither. */
function against(expected: string, answer: string, words: Words): Markup {
  const pieces = textDiff(shown(expected, words), shown(answer, words));
  return html`${pieces.map(({ kind, text }) =>
    kind === "same" ? html`${text}` : kind === "removed" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`,
  )}`;
}

function shown(text: string, { phrase }: Words): string {
  if (text.length <= mostCharacters) return text;
  return text.slice(0, mostCharacters) + phrase("shortened", { count: text.length - mostCharacters });
}

/** Candidates that gave the same answer stand together. */
function alike(answers: Example["answers"]) {
  const groups = new Map<
    string,
    { candidates: string[]; answer: string; score: number | null; failed: string | null }
  >();
  for (const { candidate, answer, score = null, failed_layer: failed = null } of answers) {
    const key = JSON.stringify([answer, score, failed]);
    const group = groups.get(key) ?? { candidates: [], answer, score, failed };
    group.candidates.push(candidate);
    groups.set(key, group);
  }
  return [...groups.values()];
}
