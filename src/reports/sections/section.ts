import type { ReportInput } from "../facts.ts";
import type { Words } from "../words.ts";

/** A table of text. What stands in back quotes in a cell is text like any other. */
export interface SectionTable {
  caption?: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** Columns from this one on are numbers. */
  numbers: number;
}

/**
 * A part of a report that is said once and shown everywhere: as HTML, Markdown and on a terminal. A new part of a verdict
 * is a file in this folder and a line in `all.ts`. Sentences are ours, with back quotes around code.
 */
export interface Section {
  title: string;
  /** What it comes to, first; on a terminal this is all there is. */
  findings: readonly string[];
  tables: readonly SectionTable[];
  /** How to read the tables. */
  notes: readonly string[];
}

/** Null: the verdict has nothing of it. */
export type SectionOf = (input: Pick<ReportInput, "verdict">, words: Words) => Section | null;
