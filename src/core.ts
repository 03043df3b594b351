/**
 * The program without an editor: what a panel can do, a script can do. The command line and the language server bind
 * to these functions; the extension reaches them through the command line.
 */

export { checkArticle } from "./advisor/check-article.ts";
export { gridFor } from "./advisor/grid.ts";
export { adviseHere } from "./core/advise.ts";
export { type CheckOptions, checkFile } from "./core/check.ts";
export { type CompareRequest, compareSources } from "./core/compare.ts";
export { copyRun } from "./core/copy-run.ts";
export { startDetached } from "./core/detach.ts";
export { detectDevices } from "./core/detect.ts";
export { deviceQueue } from "./core/device-queue.ts";
export { estimateWork, readPriceTable } from "./core/estimate.ts";
export { initRunFile } from "./core/init/init.ts";
export { memoryResiduals } from "./core/peaks.ts";
export { planReport } from "./core/plan-report.ts";
export { type Prepared, prepare } from "./core/prepare.ts";
export { reportRun } from "./core/report.ts";
export { prepareResume } from "./core/resume.ts";
export { runPrepared } from "./core/run.ts";
export { machine, VERSION } from "./core/runtime.ts";
export { superviseRun } from "./core/supervise.ts";
export { verifyRun } from "./core/verify.ts";
export { directory as modelDirectory } from "./models/directory/directory.ts";
export { ensureModel } from "./models/ensure.ts";
export { inspectModel } from "./models/inspect.ts";
export { addModel, listModels, removeModel, verifyModel } from "./models/known.ts";
export { findLocalModels } from "./models/local/found.ts";
export { annotateRun, readAnnotations } from "./runs/annotations.ts";
export { findGarbage, removeGarbage } from "./runs/collect.ts";
export { stopRun } from "./runs/control.ts";
export { listRuns, matchRun, resolveRun, runHeads } from "./runs/history.ts";
export { readRun } from "./runs/list.ts";
export { readMetrics } from "./runs/metrics/read-metrics.ts";
export { listQueue, type Move, moveInQueue, type QueueEntry } from "./runs/queue.ts";
export { deleteRun, deletionOf, restoreRun, trashEntries } from "./runs/trash.ts";
export { findWorkspace, type Workspace, workspaceAt } from "./runs/workspace.ts";
export { findDevice, nearDevices } from "./sizing/device.ts";
export { publishedPrices } from "./sizing/price-table.ts";
