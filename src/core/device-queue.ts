import path from "node:path";
import { modelCache } from "../models/cache.ts";
import type { Queue } from "../runs/queue.ts";

/**
 * The queue of this person's runs on this machine, of all workspaces and windows. The embedded engine computes on the
 * processor, so there is one device.
 */
export function deviceQueue(): Queue {
  return { folder: path.join(modelCache().root, "queue", "cpu"), device: "cpu" };
}
