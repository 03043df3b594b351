import { grouped } from "../../evaluation/numbers.ts";
import type { StageStatus } from "../../protocol/run-state.ts";
import type { Words } from "../words.ts";
import { html, type Markup } from "./markup.ts";
import { around, linear, px } from "./scale.ts";

const width = 760;
const height = 240;
const left = 48;
const bottom = 36;
/** Columns of the training curve: beyond one for each few pixels more points are not more picture. */
const mostColumns = 360;

/** The loss of one training: every optimizer step as a thin line, validation as dots on a line. Null: nothing was logged. */
export function lossChart(stage: StageStatus, words: Words): Markup | null {
  const steps = stage.steps.flatMap(({ step, loss }) => (loss === null ? [] : [{ step, loss }]));
  const evaluations = stage.evaluations.flatMap(({ step, loss }) => (loss === null ? [] : [{ step, loss }]));
  if (steps.length + evaluations.length < 2) return null;
  const all = [...steps, ...evaluations];
  const last = Math.max(...all.map(({ step }) => step));
  const x = linear([0, last], [left, width - 10], 6);
  const y = linear(
    around(
      all.map(({ loss }) => loss),
      [0, Number.POSITIVE_INFINITY],
    ),
    [height - bottom, 12],
    5,
  );
  const line = (dots: readonly { step: number; loss: number }[]) =>
    dots.map(({ step, loss }, index) => `${index === 0 ? "M" : "L"}${px(x(step))} ${px(y(loss))}`).join("");
  const gaps = stage.steps.length - steps.length;
  const title = words.phrase("chart-loss");
  return html`<figure>
<h3>${title}${stage.variant ? html` · ${stage.variant}` : null}</h3>
<ul class="legend"><li><i style="background:var(--soft)"></i>${words.phrase("loss-train")}</li>${
    evaluations.length > 0 && html`<li><i style="background:var(--accent)"></i>${words.phrase("loss-validation")}</li>`
  }</ul>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
${y.ticks.map(
  (tick) => html`<line class="grid" x1="${left}" x2="${width - 10}" y1="${px(y(tick))}" y2="${px(y(tick))}"/>
<text class="tick" x="${left - 8}" y="${px(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
)}
<line class="axis" x1="${left}" x2="${width - 10}" y1="${height - bottom}" y2="${height - bottom}"/>
${x.ticks.map((tick) => html`<text class="tick" x="${px(x(tick))}" y="${height - bottom + 16}" text-anchor="middle">${tick}</text>`)}
<text class="tick" x="${width - 10}" y="${height - 4}" text-anchor="end">${words.phrase("optimizer-step")}</text>
<path class="loss" d="${line(envelope(steps))}"/>
<path class="validation" d="${line(evaluations)}"/>
${evaluations.map(({ step, loss }) => html`<circle class="validation-dot" cx="${px(x(step))}" cy="${px(y(loss))}" r="3"/>`)}
</svg>
<figcaption>${caption(stage, words)}${gaps > 0 && html` ${words.phrase("loss-gaps", { count: gaps })}`}</figcaption>
</figure>`;
}

/** Long curves as the lowest and highest of each column: no spike is lost, which picking every n-th point would do. */
export function envelope<T extends { step: number; loss: number }>(points: readonly T[]): T[] {
  if (points.length <= 2 * mostColumns) return [...points];
  const size = points.length / mostColumns;
  const kept: T[] = [];
  for (let column = 0; column < mostColumns; column++) {
    const part = points.slice(Math.floor(column * size), Math.floor((column + 1) * size));
    const lowest = part.reduce((a, b) => (b.loss < a.loss ? b : a));
    const highest = part.reduce((a, b) => (b.loss > a.loss ? b : a));
    kept.push(...(lowest.step <= highest.step ? [lowest, highest] : [highest, lowest]));
  }
  return kept;
}

function caption({ steps, evaluations }: StageStatus, { phrase, rate }: Words): string {
  const tokens = steps.reduce((sum, step) => sum + step.tokens, 0);
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const params = {
    steps: grouped(steps.length),
    tokens: grouped(tokens),
    speed: rate(seconds > 0 ? tokens / seconds : null),
  };
  const loss = evaluations.at(-1)?.loss;
  return loss == null
    ? phrase("loss-caption-unvalidated", params)
    : phrase("loss-caption", { ...params, loss: loss.toFixed(3) });
}
