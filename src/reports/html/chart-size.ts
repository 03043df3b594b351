import type { Verdict } from "../../protocol/comparison.ts";
import { candidateOf, primaryOf } from "../facts.ts";
import type { Words } from "../words.ts";
import { shorten } from "./chart-means.ts";
import { html, type Markup, prose } from "./markup.ts";
import { around, linear, px } from "./scale.ts";

const width = 760;
const height = 260;
const left = 56;
const bottom = 36;

/** What quality costs in size. Null where fewer than two sizes are known: there is nothing to trade. */
export function sizeChart(verdict: Verdict, words: Words): Markup | null {
  const { metric, variants } = primaryOf(verdict);
  const sized = variants.flatMap((variant) => {
    const size = candidateOf(verdict, variant.name)?.size_bytes;
    return size == null ? [] : [{ ...variant, megabytes: size / 1e6 }];
  });
  if (new Set(sized.map(({ megabytes }) => megabytes)).size < 2) return null;
  const x = linear([0, Math.max(...sized.map(({ megabytes }) => megabytes)) * 1.12], [left, width - 10], 6);
  const y = linear(
    around(
      sized.flatMap(({ low, high }) => [low, high]),
      [0, 1],
    ),
    [height - bottom, 14],
    5,
  );
  const title = words.phrase("chart-size", { metric });
  const front = verdict.trade_offs?.candidates.filter(({ standing }) => standing === "front").map(({ name }) => name);
  // Verdicts of earlier versions know no front: then nobody stands behind it.
  const isOnFront = (name: string) => front === undefined || front.includes(name);
  const frontLine = sized
    .filter(({ name }) => front?.includes(name))
    .sort((a, b) => a.megabytes - b.megabytes)
    .map(({ megabytes, mean }, index) => `${index === 0 ? "M" : "L"}${px(x(megabytes))} ${px(y(mean))}`)
    .join("");
  return html`<figure>
<h3>${prose(title)}</h3>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title.replaceAll("`", "")}">
${y.ticks.map(
  (tick) => html`<line class="grid" x1="${left}" x2="${width - 10}" y1="${px(y(tick))}" y2="${px(y(tick))}"/>
<text class="tick" x="${left - 8}" y="${px(y(tick) + 4)}" text-anchor="end">${Number((tick * 100).toFixed(4))} %</text>`,
)}
<line class="axis" x1="${left}" x2="${width - 10}" y1="${height - bottom}" y2="${height - bottom}"/>
<path class="front" d="${frontLine}"/>
${x.ticks.map((tick) => html`<text class="tick" x="${px(x(tick))}" y="${height - bottom + 16}" text-anchor="middle">${tick}</text>`)}
<text class="tick" x="${width - 10}" y="${height - 4}" text-anchor="end">${words.phrase("chart-size-axis")}</text>
${placed(
  sized.map((one) => ({ ...one, x: x(one.megabytes), y: y(one.mean) })),
  verdict.chosen,
).map(
  (one) => html`<g class="${one.name === verdict.chosen ? "chosen" : "other"}${isOnFront(one.name) ? "" : " behind"}">
<line class="range" x1="${px(one.x)}" x2="${px(one.x)}" y1="${px(y(one.low))}" y2="${px(y(one.high))}"/>
<circle class="dot" cx="${px(one.x)}" cy="${px(one.y)}" r="5"/>
${
  one.label &&
  html`<text class="${one.name === verdict.chosen ? "label" : "name"}" x="${px(one.x + one.label.side * 10)}" y="${px(one.label.y + 4)}" text-anchor="${
    one.label.side > 0 ? "start" : "end"
  }">${one.label.text}</text>`
}</g>`,
)}
</svg>
${front !== undefined && html`<figcaption>${words.phrase("chart-size-caption")}</figcaption>`}
</figure>`;
}

interface Point {
  name: string;
  x: number;
  y: number;
}

interface Label {
  text: string;
  side: 1 | -1;
  y: number;
}

/**
 * Dots with labels beside them: on the inner side near the right edge, and pushed down where one would lie on another.
 * Candidates of several cells share a label (`q4_k_m`), said once, of the best of them or of the chosen one.
 */
function placed<T extends Point>(dots: readonly T[], chosen: string | null): (T & { label: Label | null })[] {
  const taken: { x: number; y: number }[] = [];
  const said = new Set<string>();
  const lineHeight = 15;
  const order = [...dots].sort((a, b) => Number(b.name === chosen) - Number(a.name === chosen) || a.y - b.y);
  return order.map((dot) => {
    const text = shorten(dot.name.slice(dot.name.lastIndexOf("/") + 1));
    if (said.has(text)) return { ...dot, label: null };
    said.add(text);
    let { y } = dot;
    const collides = () => taken.some((one) => Math.abs(one.x - dot.x) < 110 && Math.abs(one.y - y) < lineHeight);
    while (collides()) y += lineHeight;
    taken.push({ x: dot.x, y });
    return { ...dot, label: { text, side: dot.x > width - 170 ? -1 : 1, y } };
  });
}
