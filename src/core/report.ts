import type { Language } from "../protocol/messages.ts";
import { type ReportFormat, renderReport } from "../reports/report.ts";
import { resolveRun } from "../runs/history.ts";
import { readRun } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import { looksBefore } from "./looks.ts";
import { readResults, readRunFile } from "./results.ts";

/** A run's report as text. Throws `run-not-found` or `run-without-verdict`. */
export async function reportRun(
  workspace: Workspace,
  reference: string,
  options: { format: ReportFormat; language: Language },
): Promise<string> {
  const run = await readRun(workspace, await resolveRun(workspace, reference));
  const results = await readResults(workspace, run);
  const runFile = await readRunFile(workspace, run.run);
  const looks = await looksBefore(workspace, run);
  return renderReport({ run, runFile, ...results, ...(looks ? { looks } : {}) }, options.format, options.language);
}
