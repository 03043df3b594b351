import type { Language } from "../protocol/messages.ts";
import { csvReport } from "./csv.ts";
import type { ReportInput } from "./facts.ts";
import { htmlReport } from "./html/page.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { wordsOf } from "./words.ts";

export type { Example, Looks, ReportInput } from "./facts.ts";

export const reportFormats = ["html", "md", "csv", "json", "junit"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A finished run's report. Pure: the same input gives the same text, to the byte. JSON has no language. */
export function renderReport(input: ReportInput, format: ReportFormat, language: Language): string {
  const words = wordsOf(language);
  switch (format) {
    case "html":
      return htmlReport(input, words);
    case "md":
      return markdownReport(input, words);
    case "csv":
      return csvReport(input, words);
    case "json":
      return jsonReport(input);
    case "junit":
      return junitReport(input, words);
  }
}
