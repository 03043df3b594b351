import type { ModelFacts } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { architectureOfSize, countParameters, findArchitecture, nearArchitectures } from "./architecture.ts";
import type { Architecture } from "./shape.ts";

/** A shape as a person gives it. */
export interface ShapeOptions {
  model?: string | undefined;
  arch?: string | undefined;
  /** `7B`, `0.5b`, `135M`, `7.6` (thousand millions) or `7600000000`. */
  params?: string | undefined;
  layers?: number | undefined;
  hidden?: number | undefined;
  heads?: number | undefined;
  kvHeads?: number | undefined;
  headDim?: number | undefined;
  inner?: number | undefined;
  vocab?: number | undefined;
  tied?: boolean | undefined;
  experts?: number | undefined;
  activeExperts?: number | undefined;
  expertInner?: number | undefined;
}

export interface ReadShape {
  name: string;
  shape: Architecture;
  guessed: boolean;
}

/** By what is most exact: the numbers themselves, a known name, the number of weights. Throws `CodedError` where nothing is said. */
export function readShape(options: ShapeOptions): ReadShape {
  const { arch, model, params } = options;
  const name = arch ?? model;
  if (options.layers !== undefined) return { name: name ?? "–", shape: givenShape(options), guessed: false };
  const found = (arch && findArchitecture(arch)) || (model && findArchitecture(model)) || null;
  if (found) return { name: model ?? found.key, shape: found, guessed: false };
  if (params !== undefined) {
    const shape = architectureOfSize(readCount(params));
    return { name: name ?? shape.key, shape, guessed: true };
  }
  if (name === undefined) throw new CodedError("shape-missing");
  const near = nearArchitectures(name);
  throw new CodedError("architecture-unknown", { name, ...(near.length > 0 && { near: near.join(", ") }) });
}

function givenShape(options: ShapeOptions): Architecture {
  const { layers, hidden, heads, inner, vocab, kvHeads, headDim, experts, activeExperts, expertInner } = options;
  const needed = { "--layers": layers, "--hidden": hidden, "--heads": heads, "--inner": inner, "--vocab": vocab };
  const missing = Object.entries(needed).filter(([, value]) => value === undefined);
  if (!layers || !hidden || !heads || !inner || !vocab)
    throw new CodedError("shape-incomplete", { missing: missing.map(([name]) => name).join(", ") });
  return {
    key: options.arch ?? "given",
    layers,
    hidden,
    heads,
    kvHeads: kvHeads ?? heads,
    headDim: headDim ?? Math.floor(hidden / heads),
    inner,
    vocabulary: vocab,
    tied: options.tied ?? false,
    gated: true,
    ...(experts && {
      experts: { count: experts, active: activeExperts ?? 2, inner: expertInner ?? inner, shared: 0, dense: 0 },
    }),
  };
}

/** `7B` → 7e9. A bare number below 10,000 is meant in thousand millions. */
export function readCount(text: string): number {
  const [, digits, unit] = /^\s*([\d.]+)\s*([kmbt]?)\s*$/i.exec(text) ?? [];
  const value = Number(digits);
  if (!(value > 0)) throw new CodedError("estimate-number-wrong", { name: "--params", value: text });
  const factor = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 }[unit?.toLowerCase() ?? ""];
  return value * (factor ?? (value < 10_000 ? 1e9 : 1));
}

/**
 * The shape that a model file says it has. A known name wins, since headers do not tell experts and windows; else the header's
 * numbers do. Null for a header without them.
 */
export function shapeOfFacts(facts: ModelFacts): Architecture | null {
  const { block_count: layers, embedding_length: hidden, head_count: heads, head_dim: headDim, vocabulary } = facts;
  const known = facts.name === null ? null : findArchitecture(facts.name);
  if (known && Math.abs(countParameters(known).total / facts.parameters - 1) < 0.02) return known;
  if (!layers || !hidden || !heads || !headDim || !vocabulary || !facts.feed_forward_length) return null;
  const inner = facts.feed_forward_length;
  const kvHeads = facts.head_count_kv ?? heads;
  const shape = { key: facts.architecture, layers, hidden, heads, kvHeads, headDim, inner, vocabulary, gated: true };
  return { ...shape, tied: facts.tied_embeddings };
}
