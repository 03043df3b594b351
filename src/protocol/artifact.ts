import { z } from "zod";
import { stageKindSchema } from "./plan.ts";

/** `manifest.json` of an artifact folder: what it is, from what, and the sha256 of each file in it. */
export const manifestSchema = z.object({
  version: z.literal(1),
  key: z.string(),
  kind: stageKindSchema,
  /** The run that made it. */
  run: z.string(),
  stage: z.string(),
  created_at: z.string(),
  /** The stage's part of the spec, and the keys and hashes of its inputs: what `key` was computed from. */
  recipe: z.record(z.string(), z.unknown()),
  files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string() })),
  /** What was measured while making it: seconds, peak memory, threads … */
  facts: z.record(z.string(), z.unknown()),
});
export type Manifest = z.infer<typeof manifestSchema>;
