import { formatBytes, formatDuration, formatEstimate, formatShare } from "../../src/protocol/format.ts";
import type { Language } from "../../src/protocol/messages.ts";
import { shareOf } from "../../src/protocol/outlook.ts";
import type { RunState, StageState, StageStatus } from "../../src/protocol/run-state.ts";
import type { IconName } from "../ui/icon-shapes.ts";
import type { SayRun } from "./text.ts";

export const stageIcon: Record<StageState, IconName> = {
  waiting: "circle",
  running: "arc",
  reused: "again",
  finished: "check",
  failed: "cross",
  cancelled: "dash",
};

/** `quantize:q4_k_m` is "Quantize q4_k_m". */
export function stageTitle(stage: Pick<StageStatus, "id" | "kind">, say: SayRun): string {
  const at = stage.id.indexOf(":");
  return at < 0 ? say(stage.kind) : `${say(stage.kind)} ${stage.id.slice(at + 1)}`;
}

/** A stage that was running when its run ended is not running any more, whatever its last event said. */
export function stateOf(stage: StageStatus, run: RunState): StageState {
  return stage.state === "running" && run.state !== "running" ? "cancelled" : stage.state;
}

/** What stands at the right of a stage. */
export function stageDetail(stage: StageStatus, run: RunState, say: SayRun, language: Language): string {
  const state = stateOf(stage, run);
  switch (state) {
    case "waiting":
      // Of a run that is over it will not run any more.
      return stage.estimate.seconds === null || run.state !== "running"
        ? ""
        : say("stage-about", formatEstimate(stage.estimate.seconds, language));
    case "running": {
      const share = shareOf(stage);
      const left = stage.progress?.seconds_left ?? null;
      const parts = [
        share === null ? "" : formatShare(share, 0),
        left === null ? "" : say("left", formatEstimate(left, language)),
      ];
      return parts.filter((part) => part !== "").join(" · ");
    }
    case "reused":
      return say("stage-from", (stage.reused_from ?? "").slice(-8));
    case "finished": {
      const memory = stage.peak_memory_bytes === null ? [] : [formatBytes(stage.peak_memory_bytes)];
      return [formatDuration(stage.seconds, language), ...memory].join(" · ");
    }
    default:
      return say(`stage-${state}`);
  }
}

/** `43 / 120 items`, while it runs. */
export function stageCount(stage: StageStatus, say: SayRun): string {
  const { progress } = stage;
  if (!progress) return "";
  if (progress.unit === "bytes") return `${formatBytes(progress.done)} / ${formatBytes(progress.total)}`;
  const unit = progress.unit as "items" | "tensors" | "tokens" | "steps";
  return `${progress.done} / ${progress.total} ${say(unit)}`;
}
