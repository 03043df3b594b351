import { allocate, type Cpu, newContext, setTensor } from "../ffi/backend.ts";
import type { Tensor } from "../ffi/ggml.ts";
import type { Adapter } from "./lora.ts";

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
/** Floats that are brought over at once. */
const PIECE = 256 * 1024;

export interface Optimizer {
  /** Sums the lanes' gradients. Call it once, before the others. */
  gather(): void;
  /** Length of the whole gradient; scales it down to `clip` where it is longer and `clip` is not 0. Not a number where one is in it. */
  clip(limit: number): number;
  /** One AdamW step with the gradient as it is, which is cleared. `step` counts from 1. */
  update(step: number, learningRate: number, weightDecay: number): void;
}

/** AdamW (Loshchilov and Hutter, 2019) over the adapter's vectors: decay is apart from the gradient. */
export function newOptimizer(cpu: Cpu, adapter: Adapter): Optimizer {
  const { ggml } = cpu;
  const [gradient, ...others] = adapter.gradients as [Tensor, ...Tensor[]];
  const context = newContext(ggml, 4 + others.length, 16);
  const factors = ggml.ggml_new_tensor_1d(context, 0, 7);
  const update = ggml.ggml_opt_step_adamw(context, adapter.weights, gradient, adapter.mean, adapter.square, factors);
  const sum = ggml.ggml_new_graph_custom(context, 8, false);
  for (const other of others) ggml.ggml_build_forward_expand(sum, ggml.ggml_add_inplace(context, gradient, other));
  const graph = ggml.ggml_new_graph_custom(context, 8, false);
  ggml.ggml_build_forward_expand(graph, update);
  allocate(cpu, context, 28);

  return {
    gather() {
      if (others.length > 0) cpu.computeNow(sum);
    },
    clip(limit) {
      const norm = Math.sqrt(sumOfSquares(cpu, gradient, adapter.length));
      if (limit > 0 && norm > limit) scaleBy(cpu, gradient, adapter.length, limit / norm);
      return norm;
    },
    update(step, learningRate, weightDecay) {
      const corrections = [1 / (1 - BETA1 ** step), 1 / (1 - BETA2 ** step)];
      setTensor(ggml, factors, Float32Array.of(learningRate, BETA1, BETA2, EPSILON, weightDecay, ...corrections));
      cpu.computeNow(graph);
      adapter.clearGradient();
    },
  };
}

/** In double precision and always in the same order, whatever the threads. */
function sumOfSquares(cpu: Cpu, vector: Tensor, length: number): number {
  let sum = 0;
  forEachPiece(cpu, vector, length, (piece) => {
    for (let index = 0; index < piece.length; index += 1) sum += piece[index]! * piece[index]!;
    return false;
  });
  return sum;
}

function scaleBy(cpu: Cpu, vector: Tensor, length: number, factor: number): void {
  forEachPiece(cpu, vector, length, (piece) => {
    for (let index = 0; index < piece.length; index += 1) piece[index]! *= factor;
    return true;
  });
}

/** `visit` says whether the piece has to be written back. */
function forEachPiece({ ggml }: Cpu, vector: Tensor, length: number, visit: (piece: Float32Array) => boolean): void {
  const floats = new Float32Array(PIECE);
  for (let first = 0; first < length; first += PIECE) {
    const piece = floats.subarray(0, Math.min(PIECE, length - first));
    ggml.ggml_backend_tensor_get(vector, piece, first * 4, piece.byteLength);
    if (visit(piece)) setTensor(ggml, vector, piece, first * 4);
  }
}
