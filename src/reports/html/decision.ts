import { percentOf, points } from "../../evaluation/numbers.ts";
import { changesTexts, fixedText, risksTexts, runnerUpText } from "../decision.ts";
import { candidateOf, featured, moneyPerItem, pairsOf, primaryOf, type ReportInput, whyNot } from "../facts.ts";
import type { Words } from "../words.ts";
import { html, type Markup, nameMarkup, prose } from "./markup.ts";

/** The first page, for who decides: which model, what it costs, how sure that is, why not another, what is not known. */
export function decisionPage(input: ReportInput, words: Words): Markup {
  const { run, verdict } = input;
  const { phrase, said } = words;
  return html`<section class="first-page">
<p class="eyebrow">${run.name} · ${phrase("report")} · ${words.moment(run.finished_at ?? run.started_at)}</p>
<h1>${prose(said(verdict.conclusion))}</h1>
${tiles(input, words)}
<h3>${phrase("asked")}</h3>
${gates(input, words)}
${comparisons(input, words)}
${others(input, words)}
${changes(input, words)}
<h3>${phrase("to-know")}</h3>
<ul class="notes">${risksTexts(input, words).map((text) => html`<li>${prose(text)}</li>`)}</ul>
</section>`;
}

function tiles({ verdict }: ReportInput, words: Words): Markup {
  const { phrase } = words;
  const about = featured(verdict);
  const { metric, variants, confidence } = primaryOf(verdict);
  const mean = variants.find(({ name }) => name === about.name)!;
  const interval = { confidence: percentOf(confidence), low: points(mean.low), high: points(mean.high) };
  return html`<dl class="tiles">
${tile(phrase(verdict.chosen === null ? "highest-mean" : "chosen"), nameMarkup(about.name), phrase(`role-${about.role}`), "main")}
${tile(html`<code>${metric}</code>`, `${points(mean.mean)} %`, phrase("tile-interval", interval))}
${tile(phrase("size"), words.fileSize(about.size_bytes), shareOfReference(verdict, about.size_bytes, words))}
${tile(phrase("memory"), words.memory(about.peak_memory_bytes), phrase("tile-memory"))}
${tile(phrase("speed"), html`${words.rate(about.tokens_per_second)} <span class="unit">${phrase("tokens-per-second")}</span>`, phrase("tile-speed", { item: words.duration(about.seconds_per_item) }))}
${costTile(verdict, words)}
</dl>`;
}

function costTile(verdict: ReportInput["verdict"], { phrase }: Words): Markup | null {
  const cost = featured(verdict).endpoint?.cost;
  return cost ? tile(phrase("cost"), moneyPerItem(cost, verdict.items), phrase("cost-per-item")) : null;
}

function tile(title: Markup | string, value: Markup | string, note: string, kind = ""): Markup {
  return html`<div class="tile ${kind}"><dt>${title}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`;
}

function shareOfReference(verdict: ReportInput["verdict"], bytes: number | null, { phrase }: Words): string {
  const size = verdict.reference === null ? null : candidateOf(verdict, verdict.reference)?.size_bytes;
  if (bytes === null || !size || bytes === size) return phrase("tile-size");
  return phrase("tile-share", { share: Math.round((100 * bytes) / size), reference: verdict.reference! });
}

function gates(input: ReportInput, words: Words): Markup {
  const { verdict } = input;
  const about = featured(verdict);
  const fixed = fixedText(input, words);
  if (about.gates.length === 0) return html`<p>${prose(words.phrase("asked-nothing"))}</p>`;
  return html`<ul class="plain">${about.gates.map(
    ({ holds, saying }) => html`<li>${mark(holds, words)}<span>${prose(words.said(saying))}</span></li>`,
  )}</ul>
${fixed !== null && html`<p class="caption">${prose(fixed)}</p>`}`;
}

function changes({ verdict }: ReportInput, words: Words): Markup | null {
  const texts = changesTexts(verdict, words);
  if (texts.length === 0) return null;
  return html`<h3>${words.phrase("changes")}</h3>
<ul class="notes">${texts.map((text) => html`<li>${prose(text)}</li>`)}</ul>`;
}

export function mark(holds: boolean | null, words: Words): Markup {
  const kind = holds === true ? "yes" : holds === false ? "no" : "open";
  return html`<span class="mark ${kind}">${words.holds(holds)}</span>`;
}

function comparisons({ verdict }: ReportInput, { phrase, said }: Words): Markup | null {
  const pairs = pairsOf(verdict, featured(verdict).name);
  if (pairs.length === 0) return null;
  return html`<h3>${phrase("against-others")}</h3>
<ul class="plain">${pairs.map(
    ({ verdict_code, verdict_saying }) =>
      html`<li><span class="mark ${verdict_code}">${phrase(`verdict-${verdict_code}`)}</span><span>${prose(said(verdict_saying))}</span></li>`,
  )}</ul>`;
}

/** Lines on the first page; a matrix may have hundreds of candidates, and the tables below have them all. */
const mostReasons = 8;
const mostNames = 6;

/** Where something was asked for: why each other candidate was not chosen, those with the same reason on one line. */
function others({ verdict }: ReportInput, words: Words): Markup | null {
  if (verdict.chosen === null) return null;
  const reasons = new Map<string, string[]>();
  for (const candidate of verdict.candidates) {
    const reason = candidate.name === verdict.chosen ? null : whyNot(verdict, candidate);
    if (reason === null) continue;
    const text = textOf(reason, words);
    reasons.set(text, [...(reasons.get(text) ?? []), candidate.name]);
  }
  if (reasons.size === 0) return null;
  const left = reasons.size - mostReasons;
  const second = runnerUpText(verdict, words);
  return html`<h3>${words.phrase("why-not")}</h3>
${second !== null && html`<p>${prose(second)}</p>`}
<ul class="plain">${[...reasons].slice(0, mostReasons).map(([text, names]) => reasonLine(names, text))}</ul>
${left > 0 && html`<p class="caption">${words.phrase("more-below", { count: left })}</p>`}`;
}

/** Names beside their reason; long or many ones above it. */
function reasonLine(names: readonly string[], text: string): Markup {
  const shown = names.slice(0, mostNames);
  const isLong = shown.join(", ").length > 40;
  return html`<li class="${isLong ? "stacked" : "named"}"><span class="who">${shown.map(
    (name, index) => html`${index > 0 && ", "}${nameMarkup(name)}`,
  )}${names.length > mostNames && ` + ${names.length - mostNames}`}</span><span>${prose(text)}</span></li>`;
}

function textOf(reason: NonNullable<ReturnType<typeof whyNot>>, { said, phrase }: Words): string {
  return "phrase" in reason ? phrase(reason.phrase) : said(reason);
}
