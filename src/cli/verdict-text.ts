import type { Comparison, Verdict } from "../protocol/comparison.ts";
import { renderComparison, renderTable, type TerminalOptions } from "../reports/terminal.ts";
import type { Io } from "./io.ts";

/** A comparison as a table of means and differences, and the sentences that say what they come to. */
export function comparisonText(comparison: Comparison, io: Io): string[] {
  return renderComparison(comparison, terminal(io)).trimEnd().split("\n");
}

/** What a run came to: the sentence, its candidates with their metrics and gates, and what was compared. */
export function verdictText(verdict: Verdict, io: Io): string[] {
  return renderTable(verdict, terminal(io)).trimEnd().split("\n");
}

function terminal({ language, out }: Io): TerminalOptions {
  return { language, color: out.colours, width: out.columns() };
}
