import { createHash } from "node:crypto";
import { canonicalJson } from "../protocol/canonical.ts";
import type { StageKind } from "../protocol/plan.ts";
import { numerics } from "./numerics.ts";

/**
 * A stage's recipe and the key that is its hash: what it reads of the spec, the hashes of files, the keys of earlier
 * stages, the engine's build and the stage's `numerics`. Target, threads, budget, names and paths must not get in here:
 * two people with the same recipe get the same key.
 */
export function stageKey(
  kind: StageKind,
  build: string,
  part: Record<string, unknown>,
): { key: string; recipe: Record<string, unknown> } {
  const recipe = { kind, numerics: numerics[kind], build, ...part };
  return { key: createHash("sha256").update(canonicalJson(recipe)).digest("hex"), recipe };
}
