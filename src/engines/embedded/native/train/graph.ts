import { CodedError } from "../../../../protocol/problem.ts";
import { type Cpu, getFloats, newContext, setTensor } from "../ffi/backend.ts";
import type { Allocator, Context, Graph, Tensor } from "../ffi/ggml.ts";
import { backward } from "./backward.ts";
import { forward, type Inputs, type Model, type Shape } from "./forward.ts";
import { HEAD_CHUNK, outputHead, type Targets } from "./head.ts";
import type { BatchData } from "./inputs.ts";
import { operations } from "./ops.ts";

/** Computes micro-batches of a model. One graph is alive at a time: building one takes milliseconds, its memory counts. */
export interface Computer {
  /**
   * Log-probability of each prediction, nats. With `divisor`, also adds the gradient of
   * Σ weight / divisor · −log p to the adapter's gradient.
   */
  run(data: BatchData, divisor: number | null): Promise<Float32Array>;
  /** Logits of the predictions of the last run, [predictions × vocabulary]; only where `keepLogits` was asked for. */
  logits(predictions: number): Float32Array;
  /** The largest memory that activations have taken, bytes. */
  activationBytes(): number;
  free(): void;
}

interface Built {
  key: string;
  context: Context;
  graph: Graph;
  inputs: Inputs;
  targets: Targets;
  probabilities: Tensor[];
  logits: Tensor[];
}

export function newComputer(cpu: Cpu, model: Model, options: { keepLogits?: boolean } = {}): Computer {
  const { ggml } = cpu;
  const allocator = ggml.ggml_gallocr_new(ggml.ggml_backend_get_default_buffer_type(cpu.handle));
  let built: Built | null = null;
  let largest = 0;

  const prepare = (shape: Shape, gradient: boolean): Built => {
    const key = [shape.length, shape.blocks, shape.rows, gradient].join();
    if (built?.key === key) return built;
    if (built) ggml.ggml_free(built.context);
    built = null;
    built = { key, ...build(cpu, model, shape, gradient, allocator, options.keepLogits ?? false) };
    largest = Math.max(largest, ggml.ggml_gallocr_get_buffer_size(allocator, 0));
    return built;
  };

  return {
    async run(data, divisor) {
      const { graph, inputs, targets, probabilities } = prepare(data.shape, divisor !== null);
      setTensor(ggml, inputs.ids, data.ids);
      setTensor(ggml, inputs.positions, data.positions);
      setTensor(ggml, inputs.mask, data.mask);
      setTensor(ggml, inputs.rows, data.rows);
      setTensor(ggml, targets.places, data.places);
      if (divisor !== null) {
        setTensor(ggml, targets.tokens, data.targets);
        setTensor(
          ggml,
          targets.weights,
          data.weights.map((weight) => weight / divisor),
        );
      }
      await cpu.compute(graph);
      const result = new Float32Array(data.shape.rows);
      probabilities.forEach((tensor, chunk) => {
        const count = Math.min(HEAD_CHUNK, data.shape.rows - chunk * HEAD_CHUNK);
        result.set(getFloats(ggml, tensor, count), chunk * HEAD_CHUNK);
      });
      // A probability that is too small for a float would be an infinite loss; this is the smallest it can be told as.
      return result.subarray(0, data.predictions).map((p) => Math.log(Math.max(p, 1e-37)));
    },
    logits(predictions) {
      const size = model.architecture.vocabulary;
      const result = new Float32Array(predictions * size);
      built?.logits.forEach((tensor, chunk) => {
        const count = Math.min(HEAD_CHUNK, predictions - chunk * HEAD_CHUNK);
        if (count > 0) result.set(getFloats(ggml, tensor, count * size), chunk * HEAD_CHUNK * size);
      });
      return result;
    },
    activationBytes: () => largest,
    free() {
      if (built) ggml.ggml_free(built.context);
      ggml.ggml_gallocr_free(allocator);
    },
  };
}

/** Tensors a layer needs, both ways, with all seven adapters: 290; the rest is room for other architectures. */
const TENSORS_A_LAYER = 400;

function build(
  cpu: Cpu,
  model: Model,
  shape: Shape,
  gradient: boolean,
  allocator: Allocator,
  keepLogits: boolean,
): Omit<Built, "key"> {
  const { ggml } = cpu;
  const size = (model.architecture.layers + 1) * TENSORS_A_LAYER + Math.ceil(shape.rows / HEAD_CHUNK) * 20;
  const context = newContext(ggml, size, size);
  const graph = ggml.ggml_new_graph_custom(context, size, false);
  const { inputs, targets } = declareInputs(cpu, context, shape);
  const ops = operations(ggml, context, graph);
  const { x, states } = forward(ops, model, inputs, shape);
  const { probabilities, logits, dx } = outputHead(ops, model, x, targets, shape.rows, gradient);
  for (const tensor of [...probabilities, ...(keepLogits ? logits : [])]) ggml.ggml_set_output(tensor);
  if (dx) backward(ops, model, inputs, shape, states, dx);
  if (!ggml.ggml_gallocr_alloc_graph(allocator, graph)) throw new CodedError("out-of-memory", { bytes: 0 });
  return { context, graph, inputs, targets, probabilities, logits };
}

function declareInputs({ ggml }: Cpu, context: Context, { length, blocks, rows }: Shape) {
  const input = (tensor: Tensor) => {
    ggml.ggml_set_input(tensor);
    return tensor;
  };
  const numbers = (count: number) => input(ggml.ggml_new_tensor_1d(context, 26, count));
  const inputs: Inputs = {
    ids: numbers(length * blocks),
    positions: numbers(length * blocks),
    mask: input(ggml.ggml_new_tensor_4d(context, 0, length, length, 1, blocks)),
    rows: numbers(rows),
  };
  const targets: Targets = {
    tokens: numbers(rows),
    places: numbers(rows),
    weights: input(ggml.ggml_new_tensor_2d(context, 0, 1, rows)),
  };
  return { inputs, targets };
}
