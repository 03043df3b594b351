import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { type ModelCache, modelCache } from "../../../src/models/cache.ts";

/** A folder that is gone after the test. Its name has what paths of real people have. */
export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "模型 ü-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function cacheIn(folder: string): ModelCache {
  return modelCache({ DEEPEXTENSION_CACHE: path.join(folder, "cache") });
}
