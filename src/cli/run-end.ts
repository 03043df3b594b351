import { formatDuration } from "../protocol/format.ts";
import type { RunState } from "../protocol/run-state.ts";
import { textOf } from "../text/text.ts";
import { exitCode } from "./command.ts";
import type { Io } from "./io.ts";
import { shortRun } from "./plan-text.ts";
import { verdictText } from "./verdict-text.ts";

/** What a run came to, for a terminal. */
export function endText(run: RunState, io: Io): string[] {
  const { t, language } = io;
  const time = formatDuration(run.seconds, language);
  const reason = run.error
    ? [io.out.paint("red", `${textOf(run.error.code, run.error.params, language)} (${run.error.code})`)]
    : [];
  if (run.state === "cancelled") return [...reason, t("run-cancelled", { time })];
  if (run.state === "failed") return [...reason, t("run-failed", { time })];
  if (run.state !== "succeeded") return [t("run-interrupted", { run: shortRun(run.run) })];
  const stages = run.stages.length;
  const allReused = run.stages.every(({ state }) => state === "reused");
  const over = t(allReused ? "run-over-reused" : "run-over", { time, stages });
  if (!run.verdict) return ["", over];
  return ["", ...verdictText(run.verdict, io), "", over, t("run-report-hint", { run: shortRun(run.run) })];
}

/** `gate`: a run without a candidate that is good enough counts as failed. */
export function codeOf(run: RunState, gate: boolean): number {
  if (run.state === "cancelled") return exitCode.cancelled;
  if (run.state !== "succeeded") return exitCode.failed;
  const isGoodEnough = run.verdict !== null && run.verdict.chosen !== null;
  return gate && !isGoodEnough ? exitCode.failed : exitCode.fine;
}
