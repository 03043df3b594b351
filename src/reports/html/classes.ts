import { points } from "../../evaluation/numbers.ts";
import type { Classification, Verdict } from "../../protocol/comparison.ts";
import { classifying, classText, featured, macroText } from "../facts.ts";
import type { Words } from "../words.ts";
import { html, type Markup, nameMarkup } from "./markup.ts";

/** Macro F1 and each class's F1 of all candidates, and which label the featured candidate took for which. Null: nobody classified. */
export function classesSection(verdict: Verdict, words: Words): Markup | null {
  const candidates = classifying(verdict);
  const [first] = candidates;
  if (!first) return null;
  const { phrase } = words;
  const shown = candidates.find(({ name }) => name === featured(verdict).name) ?? first;
  const [interval] = candidates.flatMap(({ classification }) => classification.macro_f1.interval ?? []);
  return html`<p class="caption">${phrase("classes-caption")}</p>
<div class="wide"><table>
<thead><tr><th>${phrase("label")}</th><th class="number">${phrase("items")}</th>${candidates.map(({ name }) => html`<th class="number name">${nameMarkup(name)}</th>`)}</tr></thead>
<tbody>${first.classification.classes.map(
    ({ label, expected }, index) =>
      html`<tr><th>${label}</th><td class="number">${expected}</td>${candidates.map(({ classification }) => {
        const { f1, parts } = classText(classification.classes[index]!);
        return html`<td class="number">${f1}<span class="range">${parts}</span></td>`;
      })}</tr>`,
  )}<tr><th>${phrase("macro-f1")}</th><td class="number"></td>${candidates.map(({ classification }) => {
    const { value, interval: own } = classification.macro_f1;
    return html`<td class="number">${points(value)}${own && html`<span class="range">${points(own.low)} – ${points(own.high)}</span>`}</td>`;
  })}</tr></tbody></table></div>
${interval !== undefined && html`<p class="caption">${macroText(interval, words)}</p>`}
<h3>${phrase("confusion")}: ${nameMarkup(shown.name)}</h3>
${confusionTable(shown.classification, words)}`;
}

function confusionTable({ classes, confusion }: Classification, { phrase }: Words): Markup {
  return html`<div class="wide"><table>
<caption>${phrase("confusion-caption")}</caption>
<thead><tr><th></th>${classes.map(({ label }) => html`<th class="number name">${label}</th>`)}<th class="number">${phrase("no-label")}</th></tr></thead>
<tbody>${classes.map(
    ({ label }, row) =>
      html`<tr><th>${label}</th>${confusion[row]!.map((count, column) => html`<td class="number">${column === row ? html`<strong>${count}</strong>` : count}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
