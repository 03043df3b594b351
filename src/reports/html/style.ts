/** The report's own style: no font, picture or script is fetched. Light and dark, screen and A4. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --soft: #59636e; --line: #d8dde3; --faint: #e9ecf0;
  --accent: #0b6e76; --accent-soft: #d9eeef; --good: #1a7f37; --bad: #b3261e; --open: #8a5a00;
  --layer-1: #b3261e; --layer-2: #b4560f; --layer-3: #8a6a00; --layer-4: #6b57a3; --layer-5: #46698a; --layer-6: #5d6772;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --raised: #1d2126; --ink: #e7eaee; --soft: #9ba5b0; --line: #363d46; --faint: #262b32;
    --accent: #4fc3cb; --accent-soft: #153b3f; --good: #56d07a; --bad: #ff8a80; --open: #e5b45a;
    --layer-1: #e5675d; --layer-2: #e08a4e; --layer-3: #d9b04f; --layer-4: #a595d1; --layer-5: #7ba0c2; --layer-6: #6d7782;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 15px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto,
  "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.5rem 4rem; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: .35rem 0 1.5rem; letter-spacing: -.012em; }
h2 { font-size: 1.2rem; margin: 3rem 0 .75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; max-width: 46rem; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
code { background: var(--faint); border-radius: 3px; padding: .08em .3em; }
pre { background: var(--raised); border: 1px solid var(--faint); border-radius: 6px; margin: .35rem 0; padding: .6rem .75rem;
  white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; }
.eyebrow { color: var(--soft); font-size: .875rem; margin: 0; max-width: none; }
.soft, .caption { color: var(--soft); }
.caption { font-size: .875rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 0 0 1.5rem; padding: 0; }
.tile { background: var(--raised); border: 1px solid var(--faint); border-radius: 8px; padding: .75rem .9rem; }
.tile.main { background: var(--accent-soft); border-color: transparent; }
.tile dt { color: var(--soft); font-size: .8125rem; }
.tile dd { margin: 0; }
.tile .value { font-size: 1.25rem; font-weight: 650; line-height: 1.3; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tile .unit { font-size: .875rem; font-weight: 500; }
.tile .note { color: var(--soft); font-size: .8125rem; line-height: 1.35; }
ul.plain { list-style: none; margin: .5rem 0; padding: 0; }
ul.plain > li { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .25rem .75rem; padding: .4rem 0; border-bottom: 1px solid var(--faint); }
ul.plain > li:last-child { border-bottom: 0; }
ul.findings { margin: .5rem 0 1rem; padding-left: 1.15rem; max-width: 46rem; }
ul.findings li { margin: .3rem 0; font-weight: 550; }
ul.notes { margin: .5rem 0; padding-left: 1.15rem; max-width: 46rem; }
ul.notes li { margin: .3rem 0; }
.mark { font-weight: 600; }
.mark.yes, .mark.better, .mark.within-margin { color: var(--good); }
.mark.no, .mark.worse { color: var(--bad); }
.mark.open, .mark.cannot-tell { color: var(--open); }
.mark.same { color: var(--soft); }
ul.plain > li.named { grid-template-columns: 11rem minmax(0, 1fr); }
ul.plain > li.stacked { grid-template-columns: 1fr; }
.who { font-weight: 600; color: var(--ink); overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { padding: .42rem .6rem; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--faint); }
th:first-child, td:first-child { padding-left: 0; }
th.name { white-space: normal; min-width: 5rem; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; border-bottom: 1px solid var(--line); vertical-align: bottom; }
thead th:not(.name) { white-space: nowrap; }
tbody th { font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td .range { display: block; color: var(--soft); font-size: .8125rem; }
tr.chosen > * { background: var(--accent-soft); }
tr.chosen > :first-child { padding-left: .6rem; }
tr.said td { color: var(--soft); padding-top: 0; border-bottom: 1px solid var(--faint); }
tr.said td p { margin: 0 0 .35rem; max-width: none; }
tr.same-metric > :first-child { border-bottom-color: transparent; }
tr.with-words > * { border-bottom: 0; }
td.hash { font-size: .8125rem; overflow-wrap: anywhere; min-width: 15rem; }
.tag { display: inline-block; background: var(--accent); color: var(--paper); border-radius: 999px; font-size: .75rem; font-weight: 600;
  padding: 0 .5rem; margin-left: .4rem; white-space: nowrap; }
figure { margin: 1rem 0 1.5rem; }
figcaption { color: var(--soft); font-size: .875rem; margin-top: .35rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { fill: var(--ink); font-size: 12.5px; font-family: inherit; }
svg .label { font-weight: 600; }
svg .tick { fill: var(--soft); font-size: 11.5px; font-variant-numeric: tabular-nums; }
svg .grid { stroke: var(--faint); }
svg .axis { stroke: var(--line); }
svg .limit { stroke: var(--open); stroke-dasharray: 4 3; }
svg .limit-text { fill: var(--open); font-size: 11.5px; }
svg .range { stroke: var(--soft); stroke-width: 2; }
svg .dot { fill: var(--soft); }
svg .chosen .range { stroke: var(--accent); stroke-width: 3; }
svg .chosen .dot { fill: var(--accent); }
svg .front { fill: none; stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 2 3; }
svg .behind .dot { fill: var(--paper); stroke: var(--soft); stroke-width: 1.5; }
svg .chosen.behind .dot { stroke: var(--accent); stroke-width: 2.5; }
svg .passed { fill: var(--accent); }
svg .on-bar { fill: var(--paper); font-size: 11.5px; font-weight: 600; }
svg .loss { fill: none; stroke: var(--soft); stroke-width: 1.25; opacity: .8; }
svg .validation { fill: none; stroke: var(--accent); stroke-width: 2; }
svg .validation-dot { fill: var(--accent); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; color: var(--soft); font-size: .8125rem; margin: .25rem 0 .5rem; padding: 0; list-style: none; }
.legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .35rem; vertical-align: -1px; }
.example { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem 1rem; margin: 1rem 0; }
.example { padding: .6rem 1rem; }
.example[open] { padding-bottom: 1rem; }
.example summary { cursor: pointer; }
.mark.regressed { color: var(--bad); }
.mark.fixed { color: var(--good); }
.items > input { position: absolute; opacity: 0; pointer-events: none; }
.filters { color: var(--soft); }
.filters label { display: inline-block; border: 1px solid var(--line); border-radius: 999px; padding: .05rem .7rem; margin: .15rem .15rem; cursor: pointer; }
#items-all:checked ~ .filters [for="items-all"], #items-regressed:checked ~ .filters [for="items-regressed"],
#items-fixed:checked ~ .filters [for="items-fixed"], #items-same:checked ~ .filters [for="items-same"] {
  background: var(--accent-soft); border-color: var(--accent); color: var(--ink); }
.items > input:focus-visible ~ .filters { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
#items-regressed:checked ~ .example:not(.regressed), #items-fixed:checked ~ .example:not(.fixed),
#items-same:checked ~ .example:not(.same) { display: none; }
del { color: var(--bad); text-decoration: line-through; }
ins { color: var(--good); text-decoration: underline; }
.example dt { color: var(--soft); font-size: .8125rem; margin-top: .6rem; }
.example dd { margin: 0; }
footer { color: var(--soft); font-size: .8125rem; margin-top: 3rem; }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  ul.plain > li, ul.plain > li.named { grid-template-columns: 1fr; }
}
@media print {
  :root {
    --paper: #ffffff; --raised: #f6f7f9; --ink: #111418; --soft: #4d5660; --line: #c9cfd6; --faint: #e4e8ec;
    --accent: #0b6e76; --accent-soft: #e2f2f3; --good: #1a7f37; --bad: #b3261e; --open: #8a5a00;
    --layer-1: #b3261e; --layer-2: #b4560f; --layer-3: #8a6a00; --layer-4: #6b57a3; --layer-5: #46698a; --layer-6: #5d6772;
    color-scheme: light;
  }
  @page { size: A4; margin: 14mm 15mm; }
  html { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; }
  h2 { break-after: avoid; margin-top: 1.75rem; }
  h3, figcaption, caption { break-after: avoid; }
  .first-page { break-after: page; font-size: 8.6pt; line-height: 1.4; }
  .first-page h1 { font-size: 1.3rem; margin: .2rem 0 .8rem; }
  .first-page h3 { font-size: .92rem; margin: .8rem 0 .2rem; }
  .first-page p, .first-page ul.notes { max-width: none; margin: .2rem 0; }
  .first-page ul.notes li { margin: .1rem 0; }
  .first-page ul.plain { margin: .2rem 0; }
  .first-page ul.plain > li { padding: .2rem 0; }
  .first-page .tiles { gap: .5rem; margin-bottom: .8rem; }
  .first-page .tile { padding: .45rem .6rem; }
  .first-page .tile .value { font-size: 1rem; }
  .first-page + h2, .first-page + section > h2:first-child { border-top: 0; margin-top: 0; padding-top: 0; }
  figure, .tile, .example, tr, ul.plain > li { break-inside: avoid; }
  .wide { overflow: visible; }
  .filters { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  table { font-size: 8pt; }
  th, td { padding: .3rem .4rem; }
  thead th:not(.name) { white-space: normal; }
}
`;
