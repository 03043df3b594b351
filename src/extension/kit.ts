// What the views need of the layers below, as one module that is loaded at need: it brings zod along, and activating must
// not wait for that. Only `load-kit.ts` imports it.

export { exists } from "../disk/files.ts";
export { initReportSchema, queueReportSchema, stopReportSchema } from "../protocol/cli.ts";
export {
  copiedRunSchema,
  deletionsSchema,
  garbageReportSchema,
  restoredRunSchema,
  trashEntriesSchema,
} from "../protocol/cli-runs.ts";
export { knownModelSchema, knownModelsSchema, modelInspectionSchema, removedModelSchema } from "../protocol/model.ts";
export { experimentsIntentSchema, experimentsViewSchema } from "../protocol/panels/experiments.ts";
export { runPanelIntentSchema, runPanelMemorySchema } from "../protocol/panels/run.ts";
export { planReportSchema } from "../protocol/plan.ts";
export { isLive } from "../protocol/run-state.ts";
export { annotateRun } from "../runs/annotations.ts";
export { parseEvents } from "../runs/event-log.ts";
export { applyEvent, emptyRun } from "../runs/fold.ts";
export { groupRuns, matches, parseQuery } from "../runs/index/query.ts";
export { openRunIndex } from "../runs/index/run-index.ts";
export { columnFacts, rowsOfWindow, tableRows, viewTable } from "../runs/index/table.ts";
export { tableCsv, tableMarkdown } from "../runs/index/table-text.ts";
export { readItemAnswers, readItemScores, resultsOf } from "../runs/item-results.ts";
export { modelArtifacts } from "../runs/lineage.ts";
export { withLiveness } from "../runs/list.ts";
export { readOwner } from "../runs/owner.ts";
export { isAlive } from "../runs/process-identity.ts";
export { workspaceAt } from "../runs/workspace.ts";
export { renderError, textOf } from "../text/text.ts";
