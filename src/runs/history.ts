import { CodedError } from "../protocol/problem.ts";
import type { RunHead } from "../protocol/run-row.ts";
import type { RunSummary } from "../protocol/run-state.ts";
import { titleOf } from "../protocol/title.ts";
import { openRunIndex } from "./index/run-index.ts";
import { runIds } from "./list.ts";
import type { Workspace } from "./workspace.ts";

export interface RunList {
  runs: RunSummary[];
  /** Runs whose log cannot be read; they do not keep the others from being shown. */
  damaged: { run: string; reason: string }[];
}

/** All runs, newest first, by the index; what it lacks is read from the logs. */
export async function runHeads(workspace: Workspace): Promise<readonly RunHead[]> {
  const index = await openRunIndex(workspace);
  try {
    await index.refresh({ thorough: true });
    return index.heads();
  } finally {
    index.close();
  }
}

export function summarize(head: RunHead): RunSummary {
  const { run, file, state, started_at, finished_at, seconds, sentence, tags, note, archived } = head;
  return { run, name: titleOf(head), file, state, started_at, finished_at, seconds, sentence, tags, note, archived };
}

export async function listRuns(workspace: Workspace): Promise<RunList> {
  const heads = await runHeads(workspace);
  return {
    runs: heads.filter(({ damage }) => damage === null).map(summarize),
    damaged: heads.flatMap(({ run, damage }) => (damage === null ? [] : [{ run, reason: damage }])),
  };
}

/**
 * The one of these runs that a person means by an id or at least four characters of its beginning. Null: none of them.
 * Throws `run-ambiguous`.
 */
export function matchRun(runs: readonly string[], reference: string): string | null {
  const matching = runs.filter((run) => run === reference || (reference.length >= 4 && run.startsWith(reference)));
  if (matching.length > 1) throw new CodedError("run-ambiguous", { run: reference, matches: matching.length });
  return matching[0] ?? null;
}

/** What people call a run: its id, the beginning of it, `latest`, or the name of the newest run of that name. */
export async function resolveRun(workspace: Workspace, reference: string): Promise<string> {
  const ids = await runIds(workspace);
  if (reference === "latest" && ids[0]) return ids[0];
  const matching = matchRun(ids, reference);
  if (matching !== null) return matching;
  const heads = await runHeads(workspace);
  const named = heads.find((head) => head.name === reference) ?? heads.find((head) => head.spec_name === reference);
  if (named) return named.run;
  throw new CodedError("run-not-found", { run: reference });
}
