import { percentOf, points } from "../../evaluation/numbers.ts";
import type { Verdict } from "../../protocol/comparison.ts";
import { candidateOf, primaryOf } from "../facts.ts";
import type { Words } from "../words.ts";
import { html, type Markup, prose } from "./markup.ts";
import { around, linear, px } from "./scale.ts";

const width = 760;
const rowHeight = 30;
const left = 190;
const right = 64;

/** Each candidate's mean of the primary metric as a dot on its interval, with the limits that were asked for. */
export function meansChart(verdict: Verdict, words: Words): Markup {
  const comparison = primaryOf(verdict);
  const { metric, variants, confidence, items } = comparison;
  const limits = limitsOf(verdict, words);
  const values = [...variants.flatMap(({ low, high }) => [low, high]), ...limits.map(({ at }) => at)];
  const top = limits.length > 0 ? 20 : 6;
  const bottom = top + variants.length * rowHeight;
  const x = linear(around(values, [0, 1]), [left, width - right], 6);
  const title = words.phrase("chart-means", { metric });
  return html`<figure>
<h3>${prose(title)}</h3>
<svg viewBox="0 0 ${width} ${bottom + 24}" role="img" aria-label="${title.replaceAll("`", "")}">
${x.ticks.map(
  (tick) => html`<line class="grid" x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${top}" y2="${bottom}"/>
<text class="tick" x="${px(x(tick))}" y="${bottom + 17}" text-anchor="middle">${Number((tick * 100).toFixed(4))} %</text>`,
)}
${limits.map(
  ({ at, name }, index) => html`<line class="limit" x1="${px(x(at))}" x2="${px(x(at))}" y1="${top - 6}" y2="${bottom}"/>
<text class="limit-text" x="${px(x(at))}" y="${top - 9}" text-anchor="${anchorOf(index, limits.length)}">${name}</text>`,
)}
${variants.map(({ name, mean, low, high }, index) => {
  const y = top + (index + 0.5) * rowHeight;
  const isChosen = name === verdict.chosen;
  return html`<g class="${isChosen ? "chosen" : "other"}">
<text class="${isChosen ? "label" : "name"}" x="${left - 14}" y="${px(y + 4)}" text-anchor="end">${shorten(name)}</text>
<line class="range" x1="${px(x(low))}" x2="${px(x(high))}" y1="${px(y)}" y2="${px(y)}"/>
<circle class="dot" cx="${px(x(mean))}" cy="${px(y)}" r="5"/>
<text class="tick" x="${width}" y="${px(y + 4)}" text-anchor="end">${points(mean)} %</text></g>`;
})}
</svg>
<figcaption>${words.phrase("chart-means-caption", { items, confidence: percentOf(confidence) })}</figcaption>
</figure>`;
}

/** What `good_enough` asks of the primary metric, where it stands on the axis. */
function limitsOf(verdict: Verdict, { phrase }: Words): { at: number; name: string }[] {
  const { metric, variants } = primaryOf(verdict);
  const limits = new Map<number, string>();
  for (const { gates } of verdict.candidates) {
    for (const gate of gates.filter((one) => one.metric === metric)) {
      const against = gate.against === null ? null : candidateOf(verdict, gate.against);
      const mean = against && variants.find(({ name }) => name === against.name)?.mean;
      if (gate.kind === "floor") limits.set(gate.limit, phrase("chart-floor", { limit: points(gate.limit) }));
      // Several references would each have a line of their own; beyond one the picture says less, not more.
      if (gate.kind === "margin" && mean != null && gate.against === verdict.reference) {
        const at = Math.max(0, mean - gate.limit);
        limits.set(at, phrase("chart-margin", { limit: points(at) }));
      }
    }
  }
  return [...limits].map(([at, name]) => ({ at, name })).sort((a, b) => a.at - b.at);
}

/** Two limits may be near each other: the left one is named to its left, the right one to its right. */
function anchorOf(index: number, count: number): string {
  if (count === 1) return "middle";
  return index === 0 ? "end" : "start";
}

/** A matrix makes long names; the table below has them whole. */
export function shorten(name: string): string {
  return name.length <= 22 ? name : `${name.slice(0, 8)}…${name.slice(-13)}`;
}
