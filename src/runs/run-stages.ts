import { remove } from "../disk/files.ts";
import type { Stage } from "../plan/stage.ts";
import type { Happening } from "../protocol/event.ts";
import type { Raise } from "./alarms/alarm.ts";
import { watchRoom } from "./alarms/room.ts";
import type { Execution } from "./execution.ts";
import { runStage } from "./stage.ts";
import type { Workspace } from "./workspace.ts";

export interface StagesRun {
  execution: Execution;
  run: string;
  say: (happening: Happening) => void;
  raise: Raise;
  /** Ends the run, for whatever reason. */
  signal: AbortSignal;
  /** Aborted where somebody wants the run to end: then a stage was cancelled and did not fail. */
  stopping: AbortSignal;
  /** Pids of the children that work right now. */
  children: Set<number>;
}

type Room = ReturnType<typeof watchRoom>;

/** Brings the artifacts of all stages about, in order. Throws what the first failing one threw, which has been said. */
export async function runStages(context: StagesRun): Promise<void> {
  const { execution, raise, signal } = context;
  const room = watchRoom({ folder: execution.workspace.store, raise });
  for (const stage of execution.plan.stages) {
    signal.throwIfAborted();
    await runWithRoom(context, stage, room);
    await forget(execution.workspace, stage);
  }
}

/**
 * A full disk is no failure: the stage ends, keeping its checkpoint where it has one, and is begun again, from there,
 * when there is room.
 */
async function runWithRoom(context: StagesRun, stage: Stage, room: Room): Promise<void> {
  const { say, stopping, signal, execution } = context;
  const started = performance.now();
  for (;;) {
    const low = new AbortController();
    try {
      const bytes = stage.reused_from === null ? (stage.estimate.disk_bytes ?? 0) : 0;
      await room.wait(stage.id, bytes, signal);
      const stopLooking = room.during(stage.id, () => low.abort(new DOMException("disk full", "AbortError")));
      try {
        return await runOnce(context, stage, AbortSignal.any([signal, low.signal]));
      } finally {
        stopLooking();
      }
    } catch (error) {
      if (!signal.aborted && (low.signal.aborted || (await room.isCause(error)))) continue;
      const seconds = Math.round(performance.now() - started) / 1000;
      if (stopping.aborted) say({ type: "stage.cancelled", stage: stage.id, seconds });
      else say({ type: "stage.failed", stage: stage.id, seconds, error: execution.messageOf(error) });
      throw error;
    }
  }
}

async function runOnce({ execution, run, say, children }: StagesRun, stage: Stage, signal: AbortSignal): Promise<void> {
  const { workspace, plan } = execution;
  const onChild = (pid: number) => {
    children.add(pid);
    return () => void children.delete(pid);
  };
  await runStage({ runner: execution, workspace, plan, run, stage, say, signal, onChild });
}

/** What an unfinished attempt left is of no use once the artifact is there. */
async function forget(workspace: Workspace, stage: Stage): Promise<void> {
  await remove(workspace.workFolder(stage.key));
}
