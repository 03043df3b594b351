import type { StageKind } from "../protocol/plan.ts";
import type { RunState, StageState, StageStatus } from "../protocol/run-state.ts";
import type { Translate } from "./translate.ts";

/** Words for the states and kinds that trees, the status bar and messages share: `quantize:q4_k_m` is "Quantize q4_k_m". */
export function stageTitle(stage: Pick<StageStatus, "id" | "kind">, t: Translate): string {
  const at = stage.id.indexOf(":");
  const what = at < 0 ? "" : stage.id.slice(at + 1);
  return what === "" ? kindWord(stage.kind, t) : `${kindWord(stage.kind, t)} ${what}`;
}

function kindWord(kind: StageKind, t: Translate): string {
  switch (kind) {
    case "convert":
      return t("Convert");
    case "train":
      return t("Train");
    case "merge":
      return t("Merge");
    case "quantize":
      return t("Quantize");
    case "evaluate":
      return t("Evaluate");
    case "divergence":
      return t("Divergence");
    case "score":
      return t("Score");
    case "compare":
      return t("Compare");
  }
}

export function stageStateWord(state: StageState, t: Translate): string {
  switch (state) {
    case "waiting":
      return t("waiting");
    case "running":
      return t("running");
    case "reused":
      return t("reused");
    case "finished":
      return t("done");
    case "failed":
      return t("failed");
    case "cancelled":
      return t("stopped");
  }
}

export function runStateWord(state: RunState["state"], t: Translate): string {
  switch (state) {
    case "queued":
      return t("queued");
    case "running":
      return t("running");
    case "succeeded":
      return t("done");
    case "failed":
      return t("failed");
    case "cancelled":
      return t("stopped");
    case "interrupted":
      return t("interrupted");
  }
}

/** Messages mark names by backticks, which trees and tooltips would show as they are. */
export function unmarked(text: string): string {
  return text.replaceAll("`", "");
}

/** Ids begin with the time; what tells two of them apart at a glance is their end. */
export function shortId(run: string): string {
  return run.slice(-8);
}
