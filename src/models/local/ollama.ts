import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { FoundModel } from "../../protocol/directory.ts";
import { isUnreadable, listing, placeOf } from "./listing.ts";

const MODEL = "application/vnd.ollama.image.model";
/** `manifests/HOST/NAMESPACE/MODEL/TAG`. */
const DEPTH = 4;
const HOST = "registry.ollama.ai/library/";

const manifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })),
});

/**
 * Models that Ollama has: each tag's manifest names the blob that is its GGUF file. Manifests of another form, and those whose blob
 * is gone, are passed over.
 */
export async function ollamaModels(root: string): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  for (const tag of await tags(path.join(root, "manifests"), DEPTH)) {
    const digest = await modelDigest(path.join(root, "manifests", ...tag));
    if (digest === null) continue;
    const place = await placeOf(path.join(root, "blobs", digest.replace(":", "-")));
    if (place) found.push({ keeper: "ollama", name: tagName(tag), ...place });
  }
  return found;
}

/** Paths of manifests, as names of folders. */
async function tags(folder: string, depth: number): Promise<string[][]> {
  const all: string[][] = [];
  for (const entry of await listing(folder)) {
    if (entry.name.startsWith(".")) continue;
    if (depth > 1 && entry.isDirectory()) {
      for (const rest of await tags(path.join(folder, entry.name), depth - 1)) all.push([entry.name, ...rest]);
    } else if (depth === 1 && entry.isFile()) all.push([entry.name]);
  }
  return all;
}

async function modelDigest(file: string): Promise<string | null> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (isUnreadable(error)) return null;
    throw error;
  });
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // not a manifest: JSON.parse throws nothing else
  }
  return manifestSchema.safeParse(value).data?.layers.find(({ mediaType }) => mediaType === MODEL)?.digest ?? null;
}

/** As `ollama list` shows it: `qwen2.5:7b`. */
function tagName(tag: readonly string[]): string {
  const version = tag.at(-1) ?? "";
  return `${tag.slice(0, -1).join("/")}:${version}`.replace(HOST, "");
}
