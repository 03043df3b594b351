import type { Tensor } from "../ffi/ggml.ts";
import { gated, type Inputs, type LayerState, type Linear, type Model, probabilities, type Shape } from "./forward.ts";
import type { Operations } from "./ops.ts";

/**
 * Adds the gradients of all pairs to the adapter's gradient vector of `model.lane`.
 *
 * `dx` is the loss's gradient at the last layer's output at `rows`. ggml's own automatic differentiation would do the
 * same, several times slower: it multiplies by transposed views of quantized weights.
 */
export function backward(
  ops: Operations,
  model: Model,
  inputs: Inputs,
  shape: Shape,
  states: readonly LayerState[],
  dxLast: Tensor,
): void {
  let dx = dxLast;
  for (let index = states.length - 1; index >= 0; index -= 1) {
    const state = states[index]!;
    const last = index === states.length - 1;
    const dMiddle = ops.add(dx, feedForwardBack(ops, model, state, dx));
    let dMixed = linearBack(ops, model, state.linears.output, state.mixed, dMiddle);
    if (last) dMixed = ops.rowsBack(dMixed, inputs.rows, state.linears.q.y);
    const dNormed = attentionBack(ops, model, inputs, shape, state, dMixed, index > 0);
    if (dNormed === null) return;
    const dResidual = last ? ops.rowsBack(dMiddle, inputs.rows, state.x) : dMiddle;
    dx = ops.add(dResidual, ops.normBack(dNormed, state.x, state.layer.attentionNorm, model.architecture.epsilon));
    ops.compute(dx);
  }
}

/** Of y = W x + scale · B A x: adds to the gradients of A and B, returns dx. */
function linearBack(ops: Operations, model: Model, linear: Linear, x: Tensor, dy: Tensor): Tensor {
  const { matrix, pair } = linear;
  const dThin = pairBack(ops, model, linear, x, dy);
  const dx = ops.matmul(matrix.transposed!, dy);
  return pair && dThin ? ops.add(dx, ops.outer(pair.a, ops.transpose(dThin))) : dx;
}

/** Adds to the gradients of A and B; returns the gradient at A x, or null where there is no pair. */
function pairBack(
  ops: Operations,
  { adapter, lane }: Model,
  { pair, thin, tokens }: Linear,
  x: Tensor,
  dy: Tensor,
): Tensor | null {
  if (!adapter || !pair || !thin) return null;
  const dThin = ops.scale(ops.matmul(pair.b, dy), adapter.scale);
  const gradient = pair.gradients[lane]!;
  const { rank } = adapter;
  ops.compute(ops.addTo(gradient.b, ops.outerInPieces(dy, pair.outputs, thin, rank, tokens)));
  ops.compute(ops.addTo(gradient.a, ops.outerInPieces(x, pair.inputs, dThin, rank, tokens)));
  return dThin;
}

function feedForwardBack(ops: Operations, model: Model, state: LayerState, dy: Tensor): Tensor {
  const { linears, layer, middle, gate } = state;
  const { epsilon } = model.architecture;
  const up = linears.up.y;
  const normed = ops.norm(middle, layer.feedForwardNorm, epsilon);
  const dProduct = linearBack(ops, model, linears.down, gated(ops, gate, up), dy);
  const activated = ops.silu(gate);
  const dUp = ops.mul(dProduct, activated);
  // silu′(g) = s + silu(g) − s · silu(g) with s = silu(g) / g. ggml's own silu_back is ten times slower than this:
  // it calls expf once a number.
  const s = ops.div(activated, gate);
  const slope = ops.add(ops.mul(s, ops.scale(activated, -1, 1)), activated);
  const dGate = ops.mul(ops.mul(dProduct, up), slope);
  const dNormed = ops.add(
    linearBack(ops, model, linears.gate, normed, dGate),
    linearBack(ops, model, linears.up, normed, dUp),
  );
  return ops.normBack(dNormed, middle, layer.feedForwardNorm, epsilon);
}

/** Gradient at the block's normed input; null where `further` is false, as nothing below is trained. */
function attentionBack(
  ops: Operations,
  model: Model,
  inputs: Inputs,
  shape: Shape,
  state: LayerState,
  dMixed: Tensor,
  further: boolean,
): Tensor | null {
  const { heads, kvHeads, head, epsilon } = model.architecture;
  const { length, blocks } = shape;
  const tokens = length * blocks;
  const { q, k, v } = state;
  const attention = state.attention ?? probabilities(ops, q, k, inputs.mask, head);
  const scale = 1 / Math.sqrt(head);
  const normed = ops.norm(state.x, state.layer.attentionNorm, epsilon);

  const dOut = ops.cont(ops.permute(ops.reshape(dMixed, head, heads, length, blocks), 0, 2, 1, 3));
  const dAttention = ops.matmul(ops.permute(v, 0, 2, 1, 3), dOut);
  const dScores = ops.maskedSoftmaxBack(dAttention, attention, scale);
  const dQ = ops.matmul(ops.cont(ops.permute(k, 1, 2, 0, 3)), dScores);
  // One sum over queries for each head of queries; heads that share keys and values are then added up.
  const shared = (t: Tensor) =>
    heads === kvHeads
      ? t
      : ops.reshape(
          ops.sumGroups(
            ops.reshape(t, head * length, heads / kvHeads, kvHeads, blocks),
            head * length,
            kvHeads,
            blocks,
          ),
          head,
          length,
          kvHeads,
          blocks,
        );
  const dK = shared(ops.outer(q, dScores));
  const dV = shared(ops.outer(dOut, attention));

  const back = (t: Tensor) => ops.cont(ops.permute(t, 0, 2, 1, 3));
  const unrotated = (t: Tensor, count: number) =>
    ops.reshape(
      ops.ropeBack(ops.reshape(back(t), head, count, tokens), inputs.positions, model.rope),
      head * count,
      tokens,
    );
  const dy = {
    q: unrotated(dQ, heads),
    k: unrotated(dK, kvHeads),
    v: ops.reshape(back(dV), head * kvHeads, tokens),
  };
  if (!further) {
    for (const name of ["q", "k", "v"] as const) pairBack(ops, model, state.linears[name], normed, dy[name]);
    return null;
  }
  const [a, b, c] = (["q", "k", "v"] as const).map((name) =>
    linearBack(ops, model, state.linears[name], normed, dy[name]),
  ) as [Tensor, Tensor, Tensor];
  return ops.add(ops.add(a, b), c);
}
