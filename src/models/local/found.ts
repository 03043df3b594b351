import type { FoundModel } from "../../protocol/directory.ts";
import { hubCacheModels } from "./hub-cache.ts";
import { ollamaModels } from "./ollama.ts";
import { type Keeper, keepersFolders } from "./places.ts";
import { folderModels } from "./tree.ts";

export interface LocalOptions {
  folders?: Readonly<Record<Keeper, readonly string[]>>;
  signal?: AbortSignal;
}

/**
 * Models that other programs have on this machine, where they lie: nothing is copied or changed. Folders that are not there or may
 * not be read hold none. The same file in two programs is named once.
 */
export async function findLocalModels(options: LocalOptions = {}): Promise<FoundModel[]> {
  const folders = options.folders ?? keepersFolders();
  const found: FoundModel[] = [];
  for (const [keeper, places] of Object.entries(folders) as [Keeper, readonly string[]][]) {
    for (const place of places) {
      options.signal?.throwIfAborted();
      found.push(...(await modelsIn(keeper, place)));
    }
  }
  const paths = new Set<string>();
  return found.filter(({ path }) => !paths.has(path) && paths.add(path));
}

function modelsIn(keeper: Keeper, place: string): Promise<FoundModel[]> {
  if (keeper === "ollama") return ollamaModels(place);
  if (keeper === "hugging-face") return hubCacheModels(place);
  return folderModels(place, keeper);
}
