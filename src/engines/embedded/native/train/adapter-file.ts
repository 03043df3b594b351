import type { Metadata, NewTensor } from "../gguf/write.ts";
import { writeGguf } from "../gguf/write.ts";
import type { PairPlace } from "./lora.ts";

/**
 * Writes an adapter as llama.cpp reads it. `weights` is laid out by `places`; B is transposed there, as it is kept
 * for computing, and is [rank, outputs] in the file.
 */
export function writeAdapter(
  path: string,
  adapter: {
    architecture: string;
    alpha: number;
    rank: number;
    places: Iterable<PairPlace>;
    weights: Float32Array;
  },
): void {
  const { rank, weights } = adapter;
  const metadata: Metadata[] = [
    ["general.architecture", "string", adapter.architecture],
    ["general.type", "string", "adapter"],
    ["general.name", "string", "DeepExtension adapter"],
    ["adapter.type", "string", "lora"],
    ["adapter.lora.alpha", "f32", adapter.alpha],
  ];
  const tensors = [...adapter.places].flatMap(({ name, inputs, outputs, offsetA, offsetB }): NewTensor[] => [
    {
      name: `${name}.lora_a`,
      type: "F32",
      dims: [inputs, rank],
      bytes: inputs * rank * 4,
      data: () => weights.subarray(offsetA, offsetA + inputs * rank),
    },
    {
      name: `${name}.lora_b`,
      type: "F32",
      dims: [rank, outputs],
      bytes: outputs * rank * 4,
      data: () => transposed(weights.subarray(offsetB, offsetB + outputs * rank), outputs, rank),
    },
  ]);
  writeGguf(path, metadata, tensors);
}

/** [columns, rows] → [rows, columns], the first running fastest. */
function transposed(values: Float32Array, columns: number, rows: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) result[column * rows + row] = values[row * columns + column]!;
  }
  return result;
}
