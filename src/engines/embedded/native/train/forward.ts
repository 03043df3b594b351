import type { Tensor } from "../ffi/ggml.ts";
import type { Architecture } from "./architecture.ts";
import type { Adapter, Pair } from "./lora.ts";
import type { Operations, Rope } from "./ops.ts";
import type { Layer, Matrix, Weights } from "./weights.ts";

/**
 * A micro-batch is `blocks` blocks of `length` tokens; attention never leaves a block, and within one the mask keeps
 * rows apart. `rows` are the positions whose predictions count.
 */
export interface Shape {
  length: number;
  blocks: number;
  rows: number;
}

/** What is uploaded for each micro-batch. */
export interface Inputs {
  /** [tokens] i32. */
  ids: Tensor;
  /** [tokens] i32, from 0 in each row. */
  positions: Tensor;
  /** [length, length, 1, blocks] f32: 0 where a token (second dimension) sees another, −∞ elsewhere. */
  mask: Tensor;
  /** [rows] i32: positions that predict. */
  rows: Tensor;
}

export interface Model {
  architecture: Architecture;
  weights: Weights;
  rope: Rope;
  /** Null: the base alone. */
  adapter: Adapter | null;
  /** Which of the adapter's gradient vectors is added to. */
  lane: number;
}

/** A linear map with the adapter beside it. */
export interface Linear {
  matrix: Matrix;
  pair: Pair | null;
  /** scale · A x [rank, tokens]; the backward pass needs it. */
  thin: Tensor | null;
  y: Tensor;
  /** Columns of x and y. */
  tokens: number;
}

/** What the backward pass needs of a layer. Whatever is cheaper to compute again than to keep is not here. */
export interface LayerState {
  layer: Layer;
  /** Input, and what the feed-forward block saw [width, tokens]; in the last layer the latter only at `rows`. */
  x: Tensor;
  middle: Tensor;
  /** [head, length, heads, blocks], rotated. */
  q: Tensor;
  /** [head, kvHeads, length, blocks], rotated. */
  k: Tensor;
  v: Tensor;
  /** Probabilities [length, length, heads, blocks]; null: see `LONG`. */
  attention: Tensor | null;
  /** Input of attn_output. */
  mixed: Tensor;
  linears: Record<"q" | "k" | "v" | "output" | "gate" | "up" | "down", Linear>;
  /** Gate before its activation, moved off exact zero; see `gated`. */
  gate: Tensor;
}

/**
 * Blocks longer than this compute their attention's probabilities again in the backward pass: they grow with the square
 * of the length, and keeping them would soon take more memory than all the rest. It costs 3 % of the time.
 */
const LONG = 192;

/** Output of the last layer at `rows`, [width, rows], and each layer's state. */
export function forward(ops: Operations, model: Model, inputs: Inputs, shape: Shape) {
  const { weights } = model;
  const states: LayerState[] = [];
  let x = ops.rows(weights.embedding, inputs.ids);
  weights.layers.forEach((layer, index) => {
    const state = attention(ops, model, layer, x, inputs, shape);
    // Above the last attention every position is on its own: only those that predict are worth computing.
    const last = index === weights.layers.length - 1;
    if (last) state.mixed = ops.rows(state.mixed, inputs.rows);
    const tokens = last ? shape.rows : shape.length * shape.blocks;
    const output = linear(ops, model, layer.attn_output, state.mixed, tokens);
    const middle = ops.add(last ? ops.rows(x, inputs.rows) : x, output.y);
    const fed = feedForward(ops, model, layer, middle, tokens);
    const { q, k, v } = state.linears;
    states.push({ ...state, layer, x, middle, gate: fed.gate, linears: { q, k, v, output, ...fed.linears } });
    x = ops.add(middle, fed.linears.down.y);
    ops.compute(x);
  });
  return { x, states };
}

/** y = W x + scale · B A x. */
function linear(ops: Operations, { adapter }: Model, matrix: Matrix, x: Tensor, tokens: number): Linear {
  const y = ops.matmul(matrix.weight, x);
  const pair = adapter?.pairs.get(matrix.name);
  if (!adapter || !pair) return { matrix, pair: null, thin: null, y, tokens };
  const thin = ops.scale(ops.matmul(pair.a, x), adapter.scale);
  return { matrix, pair, thin, y: ops.add(y, ops.outer(pair.b, ops.transpose(thin))), tokens };
}

function attention(ops: Operations, model: Model, layer: Layer, x: Tensor, inputs: Inputs, shape: Shape) {
  const { heads, kvHeads, head, epsilon } = model.architecture;
  const { length, blocks } = shape;
  const tokens = length * blocks;
  const normed = ops.norm(x, layer.attentionNorm, epsilon);
  const linears = {
    q: linear(ops, model, layer.attn_q, normed, tokens),
    k: linear(ops, model, layer.attn_k, normed, tokens),
    v: linear(ops, model, layer.attn_v, normed, tokens),
  };
  const rotated = (y: Tensor, count: number) => {
    const turned = ops.rope(ops.reshape(y, head, count, tokens), inputs.positions, model.rope);
    return ops.reshape(turned, head, count, length, blocks);
  };
  const q = ops.cont(ops.permute(rotated(linears.q.y, heads), 0, 2, 1, 3));
  const k = rotated(linears.k.y, kvHeads);
  const v = ops.reshape(linears.v.y, head, kvHeads, length, blocks);
  const seen = probabilities(ops, q, k, inputs.mask, head);
  const mixed = ops.matmul(ops.cont(ops.permute(v, 1, 2, 0, 3)), seen);
  return {
    linears,
    q,
    k,
    v,
    attention: length > LONG ? null : seen,
    mixed: ops.reshape(ops.cont(ops.permute(mixed, 0, 2, 1, 3)), heads * head, tokens),
  };
}

/** How much each token (second dimension) takes from each other, [length, length, heads, blocks]. */
export function probabilities(ops: Operations, q: Tensor, k: Tensor, mask: Tensor, head: number): Tensor {
  return ops.maskedSoftmax(ops.matmul(ops.permute(k, 0, 2, 1, 3), q), mask, 1 / Math.sqrt(head));
}

function feedForward(ops: Operations, model: Model, layer: Layer, middle: Tensor, tokens: number) {
  const normed = ops.norm(middle, layer.feedForwardNorm, model.architecture.epsilon);
  const gate = linear(ops, model, layer.ffn_gate, normed, tokens);
  const up = linear(ops, model, layer.ffn_up, normed, tokens);
  // The backward pass divides by the gate. Where a gate is exactly 0 (a pruned row) this keeps the quotient at its
  // limit; added to any other number this small it changes nothing.
  const shifted = ops.scale(gate.y, 1, 1e-20);
  const down = linear(ops, model, layer.ffn_down, gated(ops, shifted, up.y), tokens);
  return { gate: shifted, linears: { gate, up, down } };
}

/** silu(gate) · up. */
export function gated(ops: Operations, gate: Tensor, up: Tensor): Tensor {
  return ops.mul(ops.silu(gate), up);
}
