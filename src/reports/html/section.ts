import type { Section, SectionTable } from "../sections/section.ts";
import { html, type Markup, nameMarkup, prose } from "./markup.ts";

/** A part of the report that is the same in every format. */
export function sectionMarkup({ findings, tables, notes }: Section): Markup {
  return html`<ul class="findings">${findings.map((finding) => html`<li>${prose(finding)}</li>`)}</ul>
${tables.map(tableMarkup)}
${notes.map((note) => html`<p class="caption">${prose(note)}</p>`)}`;
}

function tableMarkup({ caption, header, rows, numbers }: SectionTable): Markup {
  const kind = (column: number): Markup => (column < numbers ? html`` : html` class="number"`);
  return html`<div class="wide"><table>
${caption !== undefined && html`<caption>${prose(caption)}</caption>`}
<thead><tr>${header.map((name, column) => html`<th${column < numbers ? html`` : html` class="number name"`}>${nameMarkup(name)}</th>`)}</tr></thead>
<tbody>${rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, column) => (column === 0 ? html`<th>${nameMarkup(cell)}</th>` : html`<td${kind(column)}>${cell}</td>`))}</tr>`,
  )}</tbody></table></div>`;
}
