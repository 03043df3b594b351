import type { Verdict } from "../../protocol/comparison.ts";
import { failedAt, failingLayers, passedItems } from "../facts.ts";
import type { Words } from "../words.ts";
import { shorten } from "./chart-means.ts";
import { html, type Markup } from "./markup.ts";
import { linear, px } from "./scale.ts";

const width = 760;
const rowHeight = 30;
const left = 190;
/** Narrower pieces have no room for their number; the table below has them all. */
const leastForNumber = 24;

/** All items of each candidate as one bar: passed, or failed at the layer where it first went wrong. */
export function failuresChart(verdict: Verdict, words: Words): Markup {
  const layers = failingLayers(verdict);
  const height = verdict.candidates.length * rowHeight;
  const x = linear([0, verdict.items], [left, width]);
  const title = words.phrase("failures");
  return html`<figure>
<ul class="legend"><li><i style="background:var(--accent)"></i>${words.phrase("layer-passed")}</li>${layers.map(
    (layer, index) => html`<li><i style="background:${colour(index)}"></i>${words.layer(layer)}</li>`,
  )}</ul>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
${verdict.candidates.map((candidate, row) => {
  const y = row * rowHeight + 5;
  let from = 0;
  const piece = (items: number, kind: string, fill: string) => {
    const [start, end] = [x(from), x(from + items)];
    from += items;
    if (items === 0) return null;
    const number = end - start >= leastForNumber;
    return html`<rect class="${kind}" x="${px(start)}" y="${y}" width="${px(Math.max(0.5, end - start - 1))}" height="20"${fillOf(fill)}/>
${number && html`<text class="on-bar" x="${px((start + end) / 2)}" y="${y + 14}" text-anchor="middle">${items}</text>`}`;
  };
  const passed = piece(passedItems(verdict, candidate), "passed", "");
  const isChosen = candidate.name === verdict.chosen;
  return html`<text class="${isChosen ? "label" : "name"}" x="${left - 14}" y="${y + 14}" text-anchor="end">${shorten(candidate.name)}</text>
${passed}${layers.map((layer, index) => piece(failedAt(candidate, layer), "failed", colour(index)))}`;
})}
</svg>
<figcaption>${words.phrase("failures-caption", { items: verdict.items })}</figcaption>
</figure>`;
}

function colour(index: number): string {
  return `var(--layer-${Math.min(6, index + 1)})`;
}

function fillOf(fill: string): Markup {
  return fill === "" ? html`` : html` style="fill:${fill}"`;
}
