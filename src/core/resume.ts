import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CodedError } from "../protocol/problem.ts";
import { isLive } from "../protocol/run-state.ts";
import { readRun } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import { hasErrors, runFileOf } from "./load.ts";
import { type Prepared, type PrepareOptions, prepareLoaded } from "./prepare.ts";
import { readRunFile } from "./results.ts";

const keptPlanSchema = z.object({ stages: z.array(z.object({ id: z.string(), key: z.string() })) });

/**
 * Prepares going on with a run that was stopped, failed or was interrupted, from the run file as it ran. Its result goes
 * to `runPrepared` with `resume`. Problems that keep the file from being planned are in the result.
 *
 * Throws `run-is-live`, `run-is-over`, and `resume-changed` where a stage's key is another one now (data, model or engine
 * changed): the events of two different trainings must not come to lie in one log.
 */
export async function prepareResume(
  workspace: Workspace,
  run: string,
  options: PrepareOptions = {},
): Promise<Prepared> {
  const state = await readRun(workspace, run);
  if (isLive(state)) throw new CodedError("run-is-live", { run });
  if (state.state === "succeeded") throw new CodedError("run-is-over", { run });
  const text = await readRunFile(workspace, run);
  if (text === "") throw new CodedError("run-file-gone", { run });
  const loaded = runFileOf(path.resolve(workspace.root, state.file), text);
  const prepared = await prepareLoaded(loaded, { ...options, workspace: workspace.root });
  if (!prepared.plan || hasErrors(prepared.problems)) return prepared;
  const before = await keptKeys(workspace, run);
  const changed = prepared.plan.stages.filter(({ id, key }) => before !== null && before.get(id) !== key);
  if (changed.length > 0) {
    const stages = changed.map(({ id }) => id).join(", ");
    throw new CodedError("resume-changed", { run, stages, file: state.file });
  }
  return prepared;
}

/** Keys by stage, as they were planned; null where the plan can't be read any more. */
async function keptKeys(workspace: Workspace, run: string): Promise<Map<string, string> | null> {
  try {
    const text = await readFile(path.join(workspace.runFolder(run), "plan.json"), "utf8");
    const plan = keptPlanSchema.parse(JSON.parse(text));
    return new Map(plan.stages.map(({ id, key }) => [id, key]));
  } catch {
    return null; // gone, or of another version: the artifacts' keys still decide what is reused
  }
}
