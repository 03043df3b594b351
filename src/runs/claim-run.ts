import { setTimeout as sleep } from "node:timers/promises";
import { exists, hashText } from "../disk/files.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import { CodedError } from "../protocol/problem.ts";
import { type Lock, tryLock } from "./lock.ts";
import type { Workspace } from "./workspace.ts";

export interface RunIdentity {
  /** The run file, relative to the workspace. */
  file: string;
  stages: readonly { key: string }[];
}

/**
 * Makes this process the one that executes a run file as it is now: the same file with the same stages can't be run twice
 * at once. Throws `run-already-running`, with the run that is doing it, where another process is.
 */
export async function claimRun(workspace: Workspace, identity: RunIdentity, run: string): Promise<Lock> {
  const keys = identity.stages.map(({ key }) => key).sort();
  const name = `run-${hashText(canonicalJson({ file: identity.file, keys })).slice(0, 32)}`;
  for (;;) {
    const result = await tryLock({ folder: workspace.lockFolder(name), run });
    if ("lock" in result) return result.lock;
    const other = result.holder.run;
    // One that has no folder yet may be withdrawing for our sake, as we did for its.
    if (other !== run && (await exists(workspace.runFolder(other)))) {
      throw new CodedError("run-already-running", { run: other });
    }
    await sleep(20 + Math.random() * 80);
  }
}
