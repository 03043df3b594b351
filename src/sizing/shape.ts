/** Experts of a mixture: every one lies in memory, the active ones do the work. */
export interface Experts {
  count: number;
  /** Chosen for each token, shared ones apart. */
  active: number;
  /** Width of one expert's feed-forward block. */
  inner: number;
  /** Width of what every token passes, all shared experts together. */
  shared: number;
  /** First blocks that are dense, of width `Architecture.inner`. */
  dense: number;
}

/** Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434 §2.1): one compressed vector for all heads is cached. */
export interface Latent {
  /** Width of the compressed keys and values. */
  kv: number;
  /** Width of the compressed queries; 0: queries are projected directly. */
  query: number;
  /** Of each head: rotated and not rotated part of the keys. */
  rope: number;
  nope: number;
  value: number;
}

/** Attention that looks back `size` tokens in all blocks but every `every`th, which sees everything. 0: in all of them. */
export interface Window {
  size: number;
  every: number;
}

/** What memory and time depend on. Widths are in elements. */
export interface Architecture {
  key: string;
  layers: number;
  hidden: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  /** Of the feed-forward block. */
  inner: number;
  vocabulary: number;
  /** The output head is the embedding matrix. */
  tied: boolean;
  /** The feed-forward block has three matrices (SwiGLU, GeGLU) rather than two. */
  gated: boolean;
  experts?: Experts;
  latent?: Latent;
  window?: Window;
}
