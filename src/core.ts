/**
 * The program without an editor: what a panel can do, a script can do. The command line and the language server bind
 * to these functions; the extension reaches them through the command line.
 */
export { checkFile } from "./core/check.ts";
export { type CompareRequest, compareSources } from "./core/compare.ts";
export { copyRun } from "./core/copy-run.ts";
export { planReport } from "./core/plan-report.ts";
export { type Prepared, prepare } from "./core/prepare.ts";
export { reportRun } from "./core/report.ts";
export { runPrepared } from "./core/run.ts";
export { VERSION } from "./core/runtime.ts";
export { verifyRun } from "./core/verify.ts";
export { ensureModel } from "./models/ensure.ts";
export { inspectModel } from "./models/inspect.ts";
export { addModel, listModels, removeModel, verifyModel } from "./models/known.ts";
export { annotateRun, readAnnotations } from "./runs/annotations.ts";
export { findGarbage, removeGarbage } from "./runs/collect.ts";
export { listRuns, resolveRun } from "./runs/history.ts";
export { readRun } from "./runs/list.ts";
export { deleteRun, deletionOf, restoreRun, trashEntries } from "./runs/trash.ts";
export { findWorkspace, type Workspace, workspaceAt } from "./runs/workspace.ts";
