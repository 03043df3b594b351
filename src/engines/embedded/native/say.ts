import type { WorkerMessage } from "../../../protocol/job.ts";

/** Tells the parent process something. The last word, `done` or `failed`, is the child's own. */
export type Say = (message: Exclude<WorkerMessage, { type: "done" | "failed" }>) => void;
