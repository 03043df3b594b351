import type { Table } from "./table.ts";

/** The table as it is shown, for a spreadsheet: RFC 4180, all rows that the search leaves. */
export function tableCsv({ columns, rows }: Table): string {
  const shown = columns.filter((column) => column.shown).map(({ id }) => id);
  const lines = rows.map(({ head, cells }) => [head.run, ...shown.map((id) => cells[id] ?? "")].map(csvCell).join(","));
  return `${[["run", ...shown].map(csvCell).join(","), ...lines].join("\r\n")}\r\n`;
}

/** A cell that begins like a formula is a text all the same: spreadsheets would compute what a data set's name says. */
function csvCell(value: string | number | boolean): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same as a table for a README or an issue. */
export function tableMarkdown({ columns, rows }: Table): string {
  const shown = columns.filter((column) => column.shown);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const isFigure = (kind: string) => ["number", "share", "bytes", "seconds"].includes(kind);
  return [
    line(shown.map(({ id }) => markdownCell(id))),
    line(shown.map(({ kind }) => (isFigure(kind) ? "--:" : "---"))),
    ...rows.map(({ cells }) => line(shown.map(({ id }) => markdownCell(cells[id] ?? "")))),
    "",
  ].join("\n");
}

function markdownCell(value: string | number | boolean): string {
  return String(value)
    .replace(/[\\|`*_<>[\]]/g, (character) => `\\${character}`)
    .replace(/\s+/g, " ");
}
