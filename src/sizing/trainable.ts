import type { Architecture } from "./shape.ts";

/** Projections that can have an adapter. */
export const adapterSites = ["q", "k", "v", "o", "gate", "up", "down", "head"] as const;
export type AdapterSite = (typeof adapterSites)[number];

export interface AdapterPlan {
  sites: ReadonlySet<AdapterSite>;
  /** Queries, keys and values are one matrix with one adapter (Qwen-1's c_attn, litgpt). */
  fused: boolean;
  rank: number;
  /** Embedding and head are trained whole beside the adapter (PEFT's `modules_to_save`). */
  embeddings: boolean;
  /** DoRA: a magnitude for each output beside the two matrices (arXiv 2402.09353 §4). */
  dora: boolean;
}

const words: Readonly<Record<string, readonly AdapterSite[]>> = {
  "all-linear": ["q", "k", "v", "o", "gate", "up", "down"],
  all: ["q", "k", "v", "o", "gate", "up", "down"],
  qkv: ["q", "k", "v"],
  "qkv(c_attn)": ["q", "k", "v"],
  c_attn: ["q", "k", "v"],
  query: ["q"],
  key: ["k"],
  value: ["v"],
  projection: ["o"],
  mlp: ["gate", "up", "down"],
  head: ["head"],
};

/**
 * Which projections a list of targets means: `all-linear`, `q_proj+v_proj`, `query,value`, `attn_q`, `mlp`. Words that mean
 * none are returned, so that a spelling mistake is not silently a smaller adapter.
 */
export function readTargets(text: string): {
  sites: Set<AdapterSite>;
  fused: boolean;
  embeddings: boolean;
  unknown: string[];
} {
  const sites = new Set<AdapterSite>();
  const unknown: string[] = [];
  let embeddings = false;
  const parts = (text || "all-linear")
    .toLowerCase()
    .split(/[+,\s]+/)
    .filter((part) => part !== "");
  for (const part of parts) {
    const short = part.replace(/^attn_|^ffn_|_proj$/g, "").replace(/^output$/, "o");
    const found = words[part] ?? words[short] ?? adapterSites.filter((site) => site === short);
    if (["wte", "lm_head", "embeddings", "embed_tokens"].includes(part)) embeddings = true;
    else if (found.length === 0) unknown.push(part);
    for (const site of found) sites.add(site);
  }
  return { sites, fused: /c_attn/.test(text), embeddings, unknown };
}

/** [inputs, outputs] of a site's matrix. With experts, those of one expert. */
function sizes(shape: Architecture, site: AdapterSite): readonly [number, number] {
  const { hidden, heads, kvHeads, headDim, vocabulary } = shape;
  const inner = shape.experts ? shape.experts.inner : shape.inner;
  switch (site) {
    case "q":
      return [hidden, heads * headDim];
    case "k":
    case "v":
      return [hidden, kvHeads * headDim];
    case "o":
      return [heads * headDim, hidden];
    case "gate":
      return shape.gated ? [hidden, inner] : [0, 0];
    case "up":
      return [hidden, inner];
    case "down":
      return [inner, hidden];
    case "head":
      return [hidden, vocabulary];
  }
}

/**
 * Trained weights of an adapter: `rank · (inputs + outputs)` for each matrix that has one (LoRA, arXiv 2106.09685 §4.1);
 * Llama-2-7B with queries and values at rank 8 has 4,194,304. Every expert has its own.
 */
export function adapterParameters(shape: Architecture, { sites, fused, rank, dora }: AdapterPlan): number {
  const copies = shape.experts ? shape.experts.count : 1;
  let total = 0;
  for (const site of sites) {
    const [inputs, outputs] = sizes(shape, site);
    const shared = fused && (site === "k" || site === "v"); // their input side is the queries' one
    const matrices = site === "gate" || site === "up" || site === "down" ? copies : 1;
    const weights = rank * ((shared ? 0 : inputs) + outputs) + (dora ? outputs : 0);
    total += weights * matrices * (site === "head" ? 1 : shape.layers);
  }
  return total;
}

/** Elements that enter adapters, for each token and layer: each adapter drops out its own copy of its input. */
export function adapterInputs(shape: Architecture, { sites, fused }: Pick<AdapterPlan, "sites" | "fused">): number {
  let total = 0;
  for (const site of sites) {
    if (site === "head" || (fused && (site === "k" || site === "v"))) continue;
    total += sizes(shape, site)[0];
  }
  return total;
}
