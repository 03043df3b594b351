import type { Context, Ggml, Graph, Tensor } from "../ffi/ggml.ts";

/** Rotary positions of one model, as ggml wants them. */
export interface Rope {
  dimensions: number;
  context: number;
  base: number;
  /** 1 / factor of linear scaling. */
  scale: number;
  /** One divisor a frequency; null where the model has none. */
  factors: Tensor | null;
}

/**
 * ggml's operations within one context, under the names that the formulas use. Shapes are written as ggml has them:
 * the first dimension runs fastest, and `matmul(w, x)` of w [inputs, outputs] and x [inputs, tokens] is
 * [outputs, tokens].
 */
export function operations(ggml: Ggml, context: Context, graph: Graph) {
  const c = context;
  const ops = {
    /** Puts what is needed for `result` into the graph now: the order of these calls is the order of computing. */
    compute: (result: Tensor) => ggml.ggml_build_forward_expand(graph, result),
    matmul: (w: Tensor, x: Tensor) => ggml.ggml_mul_mat(c, w, x),
    /** Σ over tokens of a[:, token] ⊗ b[:, token]; b may be a transposed view. */
    outer: (a: Tensor, b: Tensor) => ggml.ggml_out_prod(c, a, b),
    /**
     * The same for contiguous a [height, tokens] and b [rank, tokens], a few tokens at a time. Taken at once, ggml reads
     * 32 columns side by side, which for some heights all want the same places of the first cache: half the speed.
     */
    outerInPieces(a: Tensor, height: number, b: Tensor, rank: number, tokens: number): Tensor {
      const piece = [24, 16, 8].find((size) => tokens % size === 0) ?? tokens;
      const pieces = tokens / piece;
      const parts = ggml.ggml_out_prod(
        c,
        ggml.ggml_reshape_3d(c, a, height, piece, pieces),
        ggml.ggml_reshape_3d(c, b, rank, piece, pieces),
      );
      return ggml.ggml_repeat_back(c, parts, ggml.ggml_new_tensor_2d(c, 0, height, rank));
    },
    add: (a: Tensor, b: Tensor) => ggml.ggml_add(c, a, b),
    addTo: (sum: Tensor, a: Tensor) => ggml.ggml_add_inplace(c, sum, a),
    sub: (a: Tensor, b: Tensor) => ggml.ggml_sub(c, a, b),
    mul: (a: Tensor, b: Tensor) => ggml.ggml_mul(c, a, b),
    div: (a: Tensor, b: Tensor) => ggml.ggml_div(c, a, b),
    scale: (a: Tensor, factor: number, bias = 0) =>
      bias === 0 ? ggml.ggml_scale(c, a, factor) : ggml.ggml_scale_bias(c, a, factor, bias),
    silu: (a: Tensor) => ggml.ggml_silu(c, a),
    softmax: (a: Tensor) => ggml.ggml_soft_max(c, a),
    maskedSoftmax: (a: Tensor, mask: Tensor, scale: number) => ggml.ggml_soft_max_ext(c, a, mask, scale, 0),
    maskedSoftmaxBack: (d: Tensor, p: Tensor, scale: number) => ggml.ggml_soft_max_ext_back(c, d, p, scale, 0),
    norm: (x: Tensor, weight: Tensor, epsilon: number) => ggml.ggml_mul(c, ggml.ggml_rms_norm(c, x, epsilon), weight),
    normBack: (dy: Tensor, x: Tensor, weight: Tensor, epsilon: number) =>
      ggml.ggml_rms_norm_back(c, ggml.ggml_mul(c, dy, weight), x, epsilon),
    /** x [head, heads, tokens]. */
    rope: (x: Tensor, positions: Tensor, r: Rope) =>
      ggml.ggml_rope_ext(c, x, positions, r.factors, r.dimensions, 0, r.context, r.base, r.scale, 0, 1, 32, 1),
    ropeBack: (x: Tensor, positions: Tensor, r: Rope) =>
      ggml.ggml_rope_ext_back(c, x, positions, r.factors, r.dimensions, 0, r.context, r.base, r.scale, 0, 1, 32, 1),
    rows: (a: Tensor, indices: Tensor) => ggml.ggml_get_rows(c, a, indices),
    /** The transpose of `rows`: adds each row of `d` to its place in zeros of the shape of `like`. */
    rowsBack: (d: Tensor, indices: Tensor, like: Tensor) => ggml.ggml_get_rows_back(c, d, indices, like),
    cont: (a: Tensor) => ggml.ggml_cont(c, a),
    transpose: (a: Tensor) => ggml.ggml_transpose(c, a),
    permute: (a: Tensor, ...order: [number, number, number, number]) => ggml.ggml_permute(c, a, ...order),
    reshape(a: Tensor, ...shape: number[]): Tensor {
      const [n0 = 1, n1 = 1, n2 = 1, n3] = shape;
      if (n3 !== undefined) return ggml.ggml_reshape_4d(c, a, n0, n1, n2, n3);
      return shape.length === 3 ? ggml.ggml_reshape_3d(c, a, n0, n1, n2) : ggml.ggml_reshape_2d(c, a, n0, n1);
    },
    /** Columns `from` … `from + count` of a contiguous f32 matrix [height, …]. */
    columns: (a: Tensor, height: number, from: number, count: number) =>
      ggml.ggml_view_2d(c, a, height, count, height * 4, from * height * 4),
    /** A part of a vector of 4-byte numbers. */
    slice: (a: Tensor, from: number, count: number) => ggml.ggml_view_1d(c, a, count, from * 4),
    concatColumns: (a: Tensor, b: Tensor) => ggml.ggml_concat(c, a, b, 1),
    /** Sums t [n, group, groups, m] over `group`. */
    sumGroups(t: Tensor, n: number, groups: number, m: number): Tensor {
      return ggml.ggml_repeat_back(c, t, ggml.ggml_new_tensor_4d(c, 0, n, 1, groups, m));
    },
  };
  return ops;
}

export type Operations = ReturnType<typeof operations>;
