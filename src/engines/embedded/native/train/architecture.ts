import type { GgufHeader } from "../../../../models/gguf.ts";
import type { GgufTensor } from "../../../../models/gguf-tensors.ts";
import { CodedError } from "../../../../protocol/problem.ts";

/** What the graphs need to know of a model. Everything is read from its file, nothing is assumed. */
export interface Architecture {
  name: string;
  layers: number;
  /** Width of the residual stream. */
  width: number;
  heads: number;
  /** Heads of keys and values: each serves heads / kvHeads heads of queries. */
  kvHeads: number;
  /** Width of a head. */
  head: number;
  /** Inner width of the feed-forward block. */
  inner: number;
  vocabulary: number;
  epsilon: number;
  ropeBase: number;
  ropeDimensions: number;
  /** 1 / factor of linear scaling. */
  ropeScale: number;
  ropeFactors: boolean;
  context: number;
  /** The output head is the embedding. */
  tied: boolean;
}

/** In the order in which a layer applies them; adapters and files call them by these names. */
export const projections = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"] as const;
export type Projection = (typeof projections)[number];

/** Types that matrices may have. Others would work for a forward pass, but transposed copies of them lose too much. */
const matrixTypes = new Set(["F32", "F16", "BF16", "Q8_0"]);
const trainable = new Set(["llama"]);

/** Reads what the graphs need, or says by name why this model can't be trained here (`cannot-train-…`). */
export function readArchitecture(header: GgufHeader): Architecture {
  const name = text(header, "general.architecture");
  if (!trainable.has(name)) throw new CodedError("cannot-train-architecture", { architecture: name });
  const key = (part: string) => `${name}.${part}`;
  const tensors = new Map(header.tensors.map((tensor) => [tensor.name, tensor]));
  if (optional(header, key("expert_count"), 0) > 0) {
    throw new CodedError("cannot-train-feature", { feature: "mixture of experts" });
  }
  const width = count(header, key("embedding_length"));
  const heads = count(header, key("attention.head_count"));
  const head = optional(header, key("attention.key_length"), width / heads);
  if (optional(header, key("attention.value_length"), head) !== head) {
    throw new CodedError("cannot-train-feature", { feature: "keys and values of different width" });
  }
  const architecture: Architecture = {
    name,
    layers: count(header, key("block_count")),
    width,
    heads,
    kvHeads: optional(header, key("attention.head_count_kv"), heads),
    head,
    inner: count(header, key("feed_forward_length")),
    vocabulary: tensors.get("token_embd.weight")?.dims[1] ?? 0,
    epsilon: optional(header, key("attention.layer_norm_rms_epsilon"), 1e-5),
    ropeBase: optional(header, key("rope.freq_base"), 10_000),
    ropeDimensions: optional(header, key("rope.dimension_count"), head),
    ropeScale: ropeScale(header, key),
    ropeFactors: tensors.has("rope_freqs.weight"),
    context: count(header, key("context_length")),
    tied: !tensors.has("output.weight"),
  };
  checkTensors(architecture, tensors);
  return architecture;
}

/** [inputs, outputs] of a projection. */
export function shapeOf(a: Architecture, projection: Projection): [inputs: number, outputs: number] {
  switch (projection) {
    case "attn_q":
      return [a.width, a.heads * a.head];
    case "attn_k":
    case "attn_v":
      return [a.width, a.kvHeads * a.head];
    case "attn_output":
      return [a.heads * a.head, a.width];
    case "ffn_gate":
    case "ffn_up":
      return [a.width, a.inner];
    case "ffn_down":
      return [a.inner, a.width];
  }
}

/** Every tensor of the file must be one that the graph uses, of the shape it expects: what is left over would be ignored. */
function checkTensors(a: Architecture, tensors: ReadonlyMap<string, GgufTensor>): void {
  const wanted = new Map<string, number[]>([
    ["token_embd.weight", [a.width, a.vocabulary]],
    ["output_norm.weight", [a.width]],
  ]);
  if (!a.tied) wanted.set("output.weight", [a.width, a.vocabulary]);
  if (a.ropeFactors) wanted.set("rope_freqs.weight", [a.ropeDimensions / 2]);
  for (let layer = 0; layer < a.layers; layer += 1) {
    wanted.set(`blk.${layer}.attn_norm.weight`, [a.width]);
    wanted.set(`blk.${layer}.ffn_norm.weight`, [a.width]);
    for (const projection of projections) wanted.set(`blk.${layer}.${projection}.weight`, shapeOf(a, projection));
  }
  for (const [name, shape] of wanted) {
    const tensor = tensors.get(name);
    if (!tensor) throw new CodedError("cannot-train-tensor", { tensor: name, reason: "absent" });
    if (tensor.dims.join() !== shape.join()) {
      throw new CodedError("cannot-train-tensor", {
        tensor: name,
        reason: `${tensor.dims.join("×")}, not ${shape.join("×")}`,
      });
    }
    const allowed = shape.length === 1 ? tensor.type === "F32" : matrixTypes.has(tensor.type);
    if (!allowed) throw new CodedError("cannot-train-tensor", { tensor: name, reason: tensor.type });
  }
  for (const name of tensors.keys()) {
    if (!wanted.has(name)) throw new CodedError("cannot-train-tensor", { tensor: name, reason: "unknown" });
  }
  if (a.heads % a.kvHeads !== 0)
    throw new CodedError("cannot-train-feature", { feature: `${a.heads}/${a.kvHeads} heads` });
}

function ropeScale(header: GgufHeader, key: (part: string) => string): number {
  const type = header.metadata.get(key("rope.scaling.type"));
  if (type === undefined || type === "none") return 1;
  if (type !== "linear") throw new CodedError("cannot-train-feature", { feature: `rope scaling ${String(type)}` });
  return 1 / optional(header, key("rope.scaling.factor"), 1);
}

function text(header: GgufHeader, key: string): string {
  const value = header.metadata.get(key);
  return typeof value === "string" ? value : "";
}

function count(header: GgufHeader, key: string): number {
  const value = optional(header, key, Number.NaN);
  if (!Number.isInteger(value) || value <= 0) throw new CodedError("cannot-train-metadata", { key });
  return value;
}

/** Per-layer lists of numbers are of architectures that are not trained here. */
function optional(header: GgufHeader, key: string, otherwise: number): number {
  const value = header.metadata.get(key);
  if (value === undefined) return otherwise;
  if (typeof value !== "number") throw new CodedError("cannot-train-metadata", { key });
  return value;
}
