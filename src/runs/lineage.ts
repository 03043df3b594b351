import { readFile } from "node:fs/promises";
import path from "node:path";
import { isMissing, namesIn } from "../disk/files.ts";
import { type Manifest, manifestSchema } from "../protocol/artifact.ts";
import type { Workspace } from "./workspace.ts";

/** A model that a run made: a converted base, an adapter, a merged model, a quantization. */
export interface ModelArtifact {
  key: string;
  kind: "convert" | "train" | "merge" | "quantize";
  run: string;
  stage: string;
  created_at: string;
  bytes: number;
  /** Key of the artifact that it was made of; null for one that was made of the base itself. */
  made_from: string | null;
  /** sha256 of the base model's weights; null where a link of the chain is gone. */
  base_sha256: string | null;
}

const kinds = new Set<string>(["convert", "train", "merge", "quantize"]);

/**
 * The models among a store's artifacts, oldest first, each with what it was made of and the base at the chain's end: read
 * from the recipes in their manifests, which name their inputs by key. Manifests that can't be read are left out.
 */
export async function modelArtifacts(workspace: Workspace): Promise<ModelArtifact[]> {
  const manifests = new Map<string, Manifest>();
  for (const key of await namesIn(path.join(workspace.store, "artifacts"))) {
    if (!/^[0-9a-f]{64}$/.test(key)) continue;
    const manifest = await manifestOf(path.join(workspace.artifactFolder(key), "manifest.json"));
    if (manifest && kinds.has(manifest.kind)) manifests.set(key, manifest);
  }
  return [...manifests.values()]
    .map((manifest) => ({
      key: manifest.key,
      kind: manifest.kind as ModelArtifact["kind"],
      run: manifest.run,
      stage: manifest.stage,
      created_at: manifest.created_at,
      bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
      made_from: madeFrom(manifest),
      base_sha256: baseOf(manifest, manifests),
    }))
    .sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
}

async function manifestOf(file: string): Promise<Manifest | null> {
  try {
    return manifestSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data ?? null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A merge is what its training made of the base; the base's own copy is one link further. */
function madeFrom({ kind, recipe }: Manifest): string | null {
  const source = recipe.source as { key?: unknown } | undefined;
  const link = kind === "train" ? recipe.convert : kind === "merge" ? recipe.train : source?.key;
  return typeof link === "string" ? link : null;
}

function baseOf(manifest: Manifest, all: ReadonlyMap<string, Manifest>): string | null {
  let current: Manifest | undefined = manifest;
  // Four links at most; a manifest that somebody made to point at itself must not hang the editor.
  for (let links = 0; current && links < 8; links += 1) {
    if (current.kind === "convert") return typeof current.recipe.model === "string" ? current.recipe.model : null;
    const next: string | null = madeFrom(current);
    current = next === null ? undefined : all.get(next);
  }
  return null;
}
