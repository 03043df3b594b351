import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FoundModel } from "../../protocol/directory.ts";
import { listing } from "./listing.ts";
import { folderModels } from "./tree.ts";

/**
 * Models of huggingface_hub's cache: `models--ORG--NAME/snapshots/COMMIT/…`, links into `blobs`. Of several commits, the one that
 * `refs/main` means, else the last by name.
 */
export async function hubCacheModels(root: string): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  for (const { name } of await listing(root)) {
    const [kind, ...parts] = name.split("--");
    if (kind !== "models" || parts.length === 0) continue;
    const folder = path.join(root, name);
    const commits = (await listing(path.join(folder, "snapshots"))).map((entry) => entry.name);
    const main = await readFile(path.join(folder, "refs", "main"), "utf8").then(
      (text) => text.trim(),
      () => null, // a cache that was filled by commit has no refs
    );
    const commit = main !== null && commits.includes(main) ? main : commits.at(-1);
    if (commit === undefined) continue;
    const repository = parts.join("/");
    const inside = await folderModels(path.join(folder, "snapshots", commit), "hugging-face");
    for (const model of inside) found.push({ ...model, name: model.name ? `${repository}/${model.name}` : repository });
  }
  return found;
}
