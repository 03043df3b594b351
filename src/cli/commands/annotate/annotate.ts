import { annotateRun, resolveRun } from "../../../core.ts";
import type { AnnotatedRunReport } from "../../../protocol/cli-runs.ts";
import type { AnnotationChange } from "../../../protocol/run-row.ts";
import type { Arguments } from "../../arguments.ts";
import { exitCode } from "../../command.ts";
import type { Io } from "../../io.ts";
import { shortRun } from "../../plan-text.ts";
import { workspaceFor } from "../../workspace.ts";

/** Says the same about each of some runs, and shows what then holds. */
export async function annotate(
  args: Arguments,
  io: Io,
  references: readonly string[],
  change: Omit<AnnotationChange, "v" | "at">,
): Promise<number> {
  const workspace = await workspaceFor(args);
  const runs: string[] = [];
  // All are looked up before any is changed: a slip in the last name must not leave half of them done.
  for (const reference of references) runs.push(await resolveRun(workspace, reference));
  const report: AnnotatedRunReport[] = [];
  for (const run of runs) report.push({ run, ...(await annotateRun(workspace, run, change)) });
  if (io.json) io.out.line(JSON.stringify(report, null, 2));
  else for (const annotated of report) io.out.line(lineOf(annotated, io));
  return exitCode.fine;
}

function lineOf({ run, name, tags, note, archived }: AnnotatedRunReport, io: Io): string {
  const parts = [
    name,
    tags.map((tag) => `#${tag}`).join(" "),
    archived ? io.t("archived") : "",
    note.split("\n", 1)[0] ?? "",
  ].filter((part) => part !== null && part !== "");
  return `${shortRun(run)}  ${parts.join("  ")}`.trimEnd();
}
