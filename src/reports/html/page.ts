import { primaryOf, type ReportInput } from "../facts.ts";
import { sectionsOf } from "../sections/all.ts";
import type { Words } from "../words.ts";
import { failuresChart } from "./chart-failures.ts";
import { lossChart } from "./chart-loss.ts";
import { meansChart } from "./chart-means.ts";
import { sizeChart } from "./chart-size.ts";
import { classesSection } from "./classes.ts";
import { decisionPage } from "./decision.ts";
import { exampleList } from "./examples.ts";
import { html, type Markup, prose } from "./markup.ts";
import { provenance } from "./provenance.ts";
import { sectionMarkup } from "./section.ts";
import { style } from "./style.ts";
import { costTable, exploratoryTable, failuresTable, meansTable, pairsTable } from "./tables.ts";

/**
 * One file that needs nothing else: no script, no font, no picture is loaded, and the policy in its head lets none be,
 * whatever an answer in it contains.
 */
export function htmlReport(input: ReportInput, words: Words): string {
  const { run, verdict, examples = [], runFile } = input;
  const { phrase } = words;
  const primary = primaryOf(verdict);
  const others = verdict.comparisons.filter(({ declared, pairs }) => !declared && pairs.length > 0);
  const curves = run.stages.map((stage) => lossChart(stage, words)).filter((chart) => chart !== null);
  const classes = classesSection(verdict, words);
  const body = html`<main>
${decisionPage(input, words)}
${section(phrase("candidates"), html`${meansChart(verdict, words)}${sizeChart(verdict, words)}${costTable(verdict, words)}${meansTable(verdict, words)}`)}
${primary.pairs.length > 0 && section(html`${phrase("comparisons")}: <code>${primary.metric}</code>`, pairsTable(primary, words))}
${section(phrase("failures"), html`${failuresChart(verdict, words)}${failuresTable(verdict, words)}`)}
${classes !== null && section(phrase("classes"), classes)}
${examples.length > 0 && section(phrase("examples"), exampleList(examples, verdict, words))}
${sectionsOf(input, words).map((part) => section(part.title, sectionMarkup(part)))}
${curves.length > 0 && section(phrase("training"), html`${curves}`)}
${others.length > 0 && section(phrase("other-metrics"), exploratoryTable(others, words))}
${section(phrase("provenance"), provenance(input, words))}
${runFile !== "" && section(phrase("run-file-text"), html`<pre>${runFile}</pre>`)}
<footer>${prose(phrase("made-by", { version: run.versions.deepextension ?? "" }))}</footer>
</main>`;
  return document(words.language === "zh-cn" ? "zh-CN" : "en", `${run.name}: ${phrase("report")}`, body);
}

function section(title: Markup | string, content: Markup): Markup {
  return html`<section><h2>${title}</h2>
${content}</section>`;
}

function document(language: string, title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}
