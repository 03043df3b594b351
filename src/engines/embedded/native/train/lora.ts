import type { TrainSettings } from "../../../../protocol/job.ts";
import { allocate, type Cpu, getFloats, newContext, setTensor } from "../ffi/backend.ts";
import type { Tensor, TensorBuffer } from "../ffi/ggml.ts";
import { type Architecture, type Projection, projections, shapeOf } from "./architecture.ts";
import { seeded } from "./random.ts";

/** The two thin matrices beside one weight, y += scale · B A x, as views into the adapter's vectors. */
export interface Pair {
  /** The weight's name in the base's file. */
  name: string;
  inputs: number;
  outputs: number;
  /** [inputs, rank]. */
  a: Tensor;
  /** [outputs, rank]: transposed, which makes every product with it one that ggml is quick at. */
  b: Tensor;
  /** Of A and B, one pair for each lane. */
  gradients: { a: Tensor; b: Tensor }[];
  /** In the vectors, floats. */
  offsetA: number;
  offsetB: number;
}

/** What is trained: all of it lies in four vectors of equal layout, so that one operation updates it and one write saves it. */
export interface Adapter {
  rank: number;
  alpha: number;
  pairs: ReadonlyMap<string, Pair>;
  /** Trained numbers. */
  parameters: number;
  /** Length of the vectors, floats: `parameters` and padding, which stays 0. */
  length: number;
  weights: Tensor;
  /** One for each lane: lanes compute side by side, and their gradients are summed in the end. */
  gradients: Tensor[];
  /** AdamW's running means of the gradient and of its square. */
  mean: Tensor;
  square: Tensor;
  /** alpha / rank. */
  scale: number;
  clearGradient(): void;
  read(vector: Vector): Float32Array;
  write(vector: Vector, values: Float32Array): void;
}

export type Vector = "weights" | "mean" | "square";

/** AdamW's threads share out rows, so the vectors are folded into rows. */
const ROW = 1024;

export interface PairPlace {
  name: string;
  inputs: number;
  outputs: number;
  offsetA: number;
  offsetB: number;
}

/** Where each pair lies in the vectors: layer by layer, in the order of `projections`, A before B. */
export function layOut(a: Architecture, settings: Pick<TrainSettings, "rank" | "targets">): PairPlace[] {
  const places: PairPlace[] = [];
  let offset = 0;
  for (let layer = 0; layer < a.layers; layer += 1) {
    for (const projection of projections.filter((name) => settings.targets.includes(name))) {
      const [inputs, outputs] = shapeOf(a, projection as Projection);
      const offsetB = offset + inputs * settings.rank;
      places.push({ name: `blk.${layer}.${projection}.weight`, inputs, outputs, offsetA: offset, offsetB });
      offset = offsetB + outputs * settings.rank;
    }
  }
  return places;
}

/** An adapter with PEFT's start values: A uniform within ±1/√inputs (kaiming with a = √5), B zero, so it changes nothing yet. */
export function newAdapter(cpu: Cpu, a: Architecture, settings: TrainSettings, lanes = 1): Adapter {
  const { ggml } = cpu;
  const { rank } = settings;
  const places = layOut(a, settings);
  const parameters = places.reduce((sum, { inputs, outputs }) => sum + (inputs + outputs) * rank, 0);
  const rows = Math.ceil(parameters / ROW);

  const vector = (views: number) => {
    const context = newContext(ggml, views + 1);
    const whole = ggml.ggml_new_tensor_2d(context, 0, ROW, rows);
    const view = (height: number, offset: number) =>
      ggml.ggml_view_2d(context, whole, height, rank, height * 4, offset * 4);
    const allocateIt = (): TensorBuffer => {
      const buffer = allocate(cpu, context, rows * ROW * 4);
      ggml.ggml_backend_buffer_clear(buffer, 0);
      return buffer;
    };
    return { whole, view, allocateIt };
  };
  const weights = vector(places.length * 2);
  const gradients = Array.from({ length: lanes }, () => vector(places.length * 2));
  const mean = vector(0);
  const square = vector(0);
  const pairs = new Map<string, Pair>();
  for (const place of places) {
    pairs.set(place.name, {
      ...place,
      a: weights.view(place.inputs, place.offsetA),
      b: weights.view(place.outputs, place.offsetB),
      gradients: gradients.map(({ view }) => ({
        a: view(place.inputs, place.offsetA),
        b: view(place.outputs, place.offsetB),
      })),
    });
  }
  ggml.ggml_set_param(weights.whole);
  weights.allocateIt();
  const gradientBuffers = gradients.map(({ allocateIt }) => allocateIt());
  mean.allocateIt();
  square.allocateIt();

  const vectors = { weights: weights.whole, mean: mean.whole, square: square.whole };
  const adapter: Adapter = {
    rank,
    alpha: settings.alpha,
    scale: settings.alpha / rank,
    pairs,
    parameters,
    length: rows * ROW,
    gradients: gradients.map(({ whole }) => whole),
    ...vectors,
    clearGradient() {
      for (const buffer of gradientBuffers) ggml.ggml_backend_buffer_clear(buffer, 0);
    },
    read: (name) => getFloats(ggml, vectors[name], rows * ROW),
    write: (name, values) => setTensor(ggml, vectors[name], values),
  };
  adapter.write("weights", startValues(places, rank, rows * ROW, settings.seed));
  return adapter;
}

export function startValues(places: readonly PairPlace[], rank: number, length: number, seed: number): Float32Array {
  const random = seeded(seed, 1);
  const values = new Float32Array(length);
  for (const { inputs, offsetA } of places) {
    const bound = 1 / Math.sqrt(inputs);
    for (let index = 0; index < inputs * rank; index += 1) values[offsetA + index] = (2 * random.uniform() - 1) * bound;
  }
  return values;
}
