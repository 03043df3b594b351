import path from "node:path";
import { z } from "zod";
import { exists, readTextIfThere } from "../disk/files.ts";
import type { RunState } from "../protocol/run-state.ts";
import type { Looks } from "../reports/report.ts";
import { runIds } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";

/** What a run's plan says of its comparison; anything else in it is not looked at. */
const planSchema = z.object({
  stages: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      key: z.string(),
      work: z
        .object({ items: z.string().optional(), candidates: z.array(z.object({ stage: z.string() })).optional() })
        .optional(),
    }),
  ),
});

interface Look {
  items: string;
  /** Keys of the evaluations: the same model asked in the same way is the same candidate. */
  answers: string[];
}

/**
 * How often this workspace looked at a run's test rows before that run: runs that compared candidates on the same rows
 * (by their hash), and how many different candidates that makes with this run's. Counted from the plans and artifacts in
 * the store, so a run whose folder was removed is not counted.
 */
export async function looksBefore(workspace: Workspace, state: RunState): Promise<Looks | undefined> {
  const own = await lookOf(workspace, state.run);
  if (!own) return undefined;
  const candidates = new Set(own.answers);
  let runs = 0;
  // Ids are in the order of time.
  for (const run of (await runIds(workspace)).filter((id) => id < state.run)) {
    const look = await lookOf(workspace, run);
    if (look?.items !== own.items) continue;
    runs += 1;
    for (const key of look.answers) candidates.add(key);
  }
  return { runs, candidates: candidates.size };
}

/** A run's finished comparison. Null where it compared nothing, never came to it, or has no plan that can be read. */
async function lookOf(workspace: Workspace, run: string): Promise<Look | null> {
  const stages = await plannedStages(workspace, run);
  const compare = stages.find(({ kind }) => kind === "compare");
  const { items, candidates } = compare?.work ?? {};
  if (!compare || items === undefined || !candidates) return null;
  if (!(await exists(path.join(workspace.artifactFolder(compare.key), "manifest.json")))) return null;
  const keyOf = (id: string) => stages.find((stage) => stage.id === id)?.key;
  return { items, answers: candidates.flatMap(({ stage }) => keyOf(stage) ?? []) };
}

async function plannedStages(workspace: Workspace, run: string) {
  const text = await readTextIfThere(path.join(workspace.runFolder(run), "plan.json"));
  if (text === null) return [];
  try {
    return planSchema.parse(JSON.parse(text)).stages;
  } catch (error) {
    // Another run's damaged plan must not keep this run's report from being written.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return [];
    throw error;
  }
}
