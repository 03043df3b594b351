import { createHash } from "node:crypto";
import { canonicalJson } from "../../../../protocol/canonical.ts";
import type { TrainSettings } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { type Architecture, type Projection, projections } from "./architecture.ts";
import { type TokenRow, weightOf } from "./rows.ts";

/** Refuses by name what this engine does not do, before anything is loaded. */
export function checkSettings(settings: TrainSettings): void {
  if (settings.method !== "sft") throw new CodedError("cannot-train-method", { method: settings.method });
  if (settings.adapter_type !== "lora")
    throw new CodedError("cannot-train-adapter", { adapter: settings.adapter_type });
  for (const target of settings.targets) {
    if (!projections.includes(target as Projection)) throw new CodedError("cannot-train-target", { target });
  }
}

/** What the graph could not compute with, or would silently learn nothing from. */
export function checkRows(
  rows: { train: readonly TokenRow[]; validation: readonly TokenRow[] },
  a: Architecture,
): void {
  if (rows.train.length === 0) throw new CodedError("no-training-rows");
  for (const { id, tokens, targets } of [...rows.train, ...rows.validation]) {
    if (tokens.length > a.context) {
      throw new CodedError("row-longer-than-context", { row: id, tokens: tokens.length, context: a.context });
    }
    // A wrong index would end the process in native code.
    const outside = tokens.find((token) => token < 0 || token >= a.vocabulary);
    if (outside !== undefined) {
      throw new CodedError("token-outside-vocabulary", { row: id, token: outside, vocabulary: a.vocabulary });
    }
    if (!(weightOf({ id, tokens, targets }) > 0)) throw new CodedError("row-without-answer", { row: id });
  }
}

/** Hash of all that a training learns from. */
export function hashRows(rows: { train: readonly TokenRow[]; validation: readonly TokenRow[] }): string {
  const hash = createHash("sha256");
  for (const part of [rows.train, rows.validation]) {
    hash.update(Uint32Array.of(part.length));
    for (const { tokens, targets } of part) {
      hash.update(Uint32Array.of(tokens.length));
      hash.update(tokens);
      hash.update(targets);
    }
  }
  return hash.digest("hex");
}

/** When checkpoints are written changes no result, so a training may be gone on with at another interval. */
export function hashSettings({ checkpoint_every: _, ...settings }: TrainSettings): string {
  return createHash("sha256").update(canonicalJson(settings)).digest("hex");
}
