// What the views need of the layers below, as one module that is loaded at need: it brings zod along, and activating must
// not wait for that. Only `load-kit.ts` imports it.
export { knownModelSchema, knownModelsSchema, modelInspectionSchema, removedModelSchema } from "../protocol/model.ts";
export { runPanelIntentSchema, runPanelMemorySchema } from "../protocol/panels/run.ts";
export { planReportSchema } from "../protocol/plan.ts";
export { parseEvents } from "../runs/event-log.ts";
export { applyEvent, emptyRun } from "../runs/fold.ts";
export { runIds, withLiveness } from "../runs/list.ts";
export { readOwner } from "../runs/owner.ts";
export { isAlive } from "../runs/process-identity.ts";
export { workspaceAt } from "../runs/workspace.ts";
export { renderError, textOf } from "../text/text.ts";
export { readItemAnswers, readItemScores, resultsOf } from "../runs/item-results.ts";
