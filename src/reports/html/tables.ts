import { percentOf, points } from "../../evaluation/numbers.ts";
import type { Comparison, Pair, Verdict } from "../../protocol/comparison.ts";
import { failedAt, failingLayers, pairColumns, passedItems, primaryOf } from "../facts.ts";
import type { Words } from "../words.ts";
import { mark } from "./decision.ts";
import { html, type Markup, nameMarkup, prose } from "./markup.ts";

/** All candidates with what they cost and whether they are good enough. */
export function costTable(verdict: Verdict, words: Words): Markup {
  const { phrase } = words;
  return html`<div class="wide"><table>
<thead><tr><th>${phrase("candidate")}</th><th>${phrase("role")}</th><th>${phrase("quantization")}</th><th class="number">${phrase("size")}</th>
<th class="number">${phrase("peak-memory")}</th><th class="number">${phrase("tokens-per-second")}</th><th class="number">${phrase("time-per-item")}</th>
<th>${phrase("good-enough")}</th></tr></thead>
<tbody>${verdict.candidates.map(
    (
      one,
    ) => html`<tr${chosenClass(verdict, one.name)}><th>${nameOf(verdict, one.name, words)}</th><td>${phrase(`role-${one.role}`)}</td>
<td>${one.quantization ?? "–"}</td><td class="number">${words.fileSize(one.size_bytes)}</td><td class="number">${words.memory(one.peak_memory_bytes)}</td>
<td class="number">${words.rate(one.tokens_per_second)}</td><td class="number">${words.duration(one.seconds_per_item)}</td>
<td>${one.gates.length === 0 ? "–" : mark(one.good_enough, words)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Candidates that a page of A4 has room for side by side. */
const mostColumns = 5;

/** All candidates on all metrics, metrics as rows: there may be many of them. Many candidates make several tables. */
export function meansTable(verdict: Verdict, words: Words): Markup {
  const { phrase } = words;
  const confidence = percentOf(primaryOf(verdict).confidence);
  const parts = Array.from({ length: Math.ceil(verdict.candidates.length / mostColumns) }, (_, part) =>
    verdict.candidates.slice(part * mostColumns, (part + 1) * mostColumns),
  );
  return html`<p class="caption">${phrase("means-caption", { items: verdict.items, confidence })}</p>
${parts.map(
  (candidates) => html`<div class="wide"><table>
<thead><tr><th>${phrase("metric")}</th>${candidates.map(({ name }) => html`<th class="number name">${nameMarkup(name)}</th>`)}</tr></thead>
<tbody>${verdict.comparisons.map(
    ({ metric, variants }) =>
      html`<tr><th><code>${metric}</code></th>${candidates.map(({ name }) => {
        const { mean, low, high } = variants.find((variant) => variant.name === name)!;
        return html`<td class="number">${points(mean)}<span class="range">${points(low)} – ${points(high)}</span></td>`;
      })}</tr>`,
  )}</tbody></table></div>`,
)}`;
}

/** One metric's comparisons, each with its sentence below its numbers. */
export function pairsTable(comparison: Comparison, words: Words): Markup {
  const { phrase, said } = words;
  const { pairs, family } = comparison;
  const confidence = percentOf(comparison.confidence);
  const methods = [...new Set(pairs.map(({ method_saying }) => said(method_saying)))];
  // Only a metric that is yes or no per item has items that regressed or were fixed.
  const hasFlips = pairs.some(({ b_only }) => b_only !== null);
  return html`<div class="wide"><table>
<caption>${family > 1 ? phrase("comparisons-caption", { family }) : phrase("comparisons-one")}</caption>
<thead><tr><th>a</th><th>b</th><th class="number">${phrase("difference")}</th><th class="number">${phrase("interval", { confidence })}</th>
${hasFlips && html`<th class="number">${phrase("regressed-fixed")}</th>`}<th class="number">${phrase("p-value")}</th>
<th class="number">${phrase("p-adjusted")}</th><th>${phrase("verdict")}</th></tr></thead>
<tbody>${pairs.map((pair) => {
    const { difference, interval, flips, p, adjusted } = pairColumns(pair);
    return html`<tr class="with-words"><th>${nameMarkup(pair.a)}</th><th>${nameMarkup(pair.b)}</th><td class="number">${difference}</td><td class="number">${interval}</td>
${hasFlips && html`<td class="number">${flips}</td>`}<td class="number">${p}</td><td class="number">${adjusted}</td>
<td>${verdictMark(pair, words)}</td></tr>
<tr class="said"><td colspan="${hasFlips ? 8 : 7}"><p>${prose(said(pair.verdict_saying))}</p></td></tr>`;
  })}</tbody></table></div>
<p class="caption">${phrase("methods")}: ${methods.join("; ")}.</p>`;
}

function verdictMark({ verdict_code }: Pair, { phrase }: Words): Markup {
  return html`<span class="mark ${verdict_code}">${phrase(`verdict-${verdict_code}`)}</span>`;
}

/** All other metrics in one table, without sentences. */
export function exploratoryTable(comparisons: readonly Comparison[], words: Words): Markup {
  const { phrase } = words;
  const confidence = percentOf(comparisons[0]!.confidence);
  return html`<div class="wide"><table>
<caption>${phrase("exploratory-caption", { family: comparisons[0]!.family })}</caption>
<thead><tr><th>${phrase("metric")}</th><th>a</th><th>b</th><th class="number">${phrase("difference")}</th>
<th class="number">${phrase("interval", { confidence })}</th><th class="number">${phrase("p-adjusted")}</th><th>${phrase("verdict")}</th></tr></thead>
<tbody>${comparisons.map(({ metric, pairs }) =>
    pairs.map((pair, index) => {
      const { difference, interval, adjusted } = pairColumns(pair);
      return html`<tr class="${index < pairs.length - 1 ? "same-metric" : "last"}"><th>${index === 0 && html`<code>${metric}</code>`}</th><td>${nameMarkup(pair.a)}</td><td>${nameMarkup(pair.b)}</td><td class="number">${difference}</td>
<td class="number">${interval}</td><td class="number">${adjusted}</td>
<td>${verdictMark(pair, words)}</td></tr>`;
    }),
  )}</tbody></table></div>`;
}

export function failuresTable(verdict: Verdict, words: Words): Markup {
  const layers = failingLayers(verdict);
  return html`<div class="wide"><table>
<thead><tr><th>${words.phrase("candidate")}</th><th class="number">${words.phrase("layer-passed")}</th>${layers.map(
    (layer) => html`<th class="number">${words.layer(layer)}</th>`,
  )}</tr></thead>
<tbody>${verdict.candidates.map(
    (one) =>
      html`<tr><th>${nameMarkup(one.name)}</th><td class="number">${passedItems(verdict, one)}</td>${layers.map(
        (layer) => html`<td class="number">${failedAt(one, layer)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}

function nameOf(verdict: Verdict, name: string, { phrase }: Words): Markup {
  const isChosen = name === verdict.chosen;
  return html`${nameMarkup(name)}${isChosen && html`<span class="tag">${phrase("chosen")}</span>`}${
    name === verdict.baseline && html` <span class="soft">· ${phrase("baseline")}</span>`
  }`;
}

function chosenClass(verdict: Verdict, name: string): Markup {
  return name === verdict.chosen ? html` class="chosen"` : html``;
}
