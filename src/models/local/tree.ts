import path from "node:path";
import type { FoundModel } from "../../protocol/directory.ts";
import { listing, placeOf } from "./listing.ts";
import type { Keeper } from "./places.ts";

/** `provider/name/file` is how programs lay models out; deeper is something else. */
const DEEPEST = 4;
/** A home folder that was named by mistake must not be walked to its end. */
const MOST_ENTRIES = 20_000;

/** Every GGUF file below a folder, and every folder with safetensors and a `config.json`. Of a file in parts, the first. */
export async function folderModels(root: string, keeper: Keeper): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  let left = MOST_ENTRIES;
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await listing(folder);
    left -= entries.length;
    if (left < 0) return;
    const names = new Set(entries.map(({ name }) => name));
    if (names.has("config.json") && entries.some(({ name }) => name.endsWith(".safetensors"))) {
      const place = await placeOf(folder);
      if (place) found.push({ keeper, name: nameOf(root, folder), ...place });
    }
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (isModelFile(entry.name)) {
        const place = await placeOf(file);
        if (place && place.size_bytes > 0) found.push({ keeper, name: nameOf(root, file), ...place });
      } else if (entry.isDirectory() && depth < DEEPEST && !entry.name.startsWith(".")) await visit(file, depth + 1);
    }
  };
  await visit(root, 0);
  return found;
}

/** A projector of a vision model is no model of its own; parts after the first come with it. */
export function isModelFile(name: string): boolean {
  const part = /-(\d{5})-of-\d{5}\.gguf$/i.exec(name)?.[1];
  return /\.gguf$/i.test(name) && !/mmproj/i.test(name) && (part === undefined || part === "00001");
}

function nameOf(root: string, place: string): string {
  return path.relative(root, place).split(path.sep).join("/");
}
