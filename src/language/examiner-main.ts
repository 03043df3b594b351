import { examinerRequestSchema } from "../protocol/examiner.ts";
import { examineRequests } from "./examine-requests.ts";

/**
 * The process that reads data for the language server, so that typing never waits for a hundred thousand rows.
 * It is told by IPC and ends with its parent.
 */
const take = examineRequests((reply) => {
  // A parent that is gone hears nothing; `disconnect` ends us then.
  if (process.connected) process.send?.(reply, () => undefined);
});
process.on("message", (value) => take(examinerRequestSchema.parse(value)));
process.on("disconnect", () => process.exit(0));
