import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import type { Language } from "../../../src/protocol/messages.ts";
import { type ReportFormat, renderReport } from "../../../src/reports/report.ts";
import { renderTable } from "../../../src/reports/terminal.ts";
import { sample } from "./sample.ts";

/** Whole reports as files, to be read by people in a review. `UPDATE_GOLDEN=1` writes them anew. */
const folder = path.join(import.meta.dirname, "../../data/reports");

function golden(name: string, text: string): void {
  const file = path.join(folder, name);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  assert.ok(existsSync(file), `${name} is missing; UPDATE_GOLDEN=1 writes it`);
  assert.equal(text, readFileSync(file, "utf8"));
}

/** Numbers with nine digits: the last ones change with the order of a sum, and mean nothing. */
function rounded(json: string): string {
  const round = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(9)) : value);
  return `${JSON.stringify(JSON.parse(json, round), null, 2)}\n`;
}

const reports: [Language, ReportFormat][] = [
  ["en", "md"],
  ["zh-cn", "md"],
  ["en", "csv"],
  ["zh-cn", "csv"],
  ["en", "json"],
];

for (const [language, format] of reports) {
  test(`the report as ${format} in ${language} is as it was`, () => {
    const report = renderReport(sample(), format, language);
    golden(`mail-triage.${language}.${format}`, format === "json" ? rounded(report) : report);
  });
}

for (const language of ["en", "zh-cn"] as const) {
  test(`the terminal table in ${language} is as it was`, () => {
    golden(`mail-triage.${language}.txt`, renderTable(sample().verdict, { language, color: false, width: 100 }));
  });
}
