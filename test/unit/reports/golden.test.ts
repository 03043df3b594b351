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

const reports: [Language, ReportFormat][] = [
  ["en", "md"],
  ["zh-cn", "md"],
  ["en", "csv"],
  ["zh-cn", "csv"],
  ["en", "json"],
];

for (const [language, format] of reports) {
  test(`the report as ${format} in ${language} is as it was`, () => {
    golden(`mail-triage.${language}.${format}`, renderReport(sample(), format, language));
  });
}

for (const language of ["en", "zh-cn"] as const) {
  test(`the terminal table in ${language} is as it was`, () => {
    golden(`mail-triage.${language}.txt`, renderTable(sample().verdict, { language, color: false, width: 100 }));
  });
}
