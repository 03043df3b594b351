import { countParameters } from "../../src/sizing/architecture.ts";
import { trainableParameters } from "../../src/sizing/training.ts";
import type { SizingRow } from "./rows.ts";
import { shapeOf, trainingWork } from "./work.ts";

const GB = 1e9 / 2 ** 30;

/** What other people's rules say of a row, GiB; null where they say nothing of its kind. */
export const rivals: Readonly<Record<string, (row: SizingRow) => number | null>> = {
  /** The README's table "Hardware Requirement": x, 2x, 8x, 18x GB for x thousand million weights. */
  "LLaMA-Factory": (row) => {
    if (row.task !== "train") return null;
    const parameters = countParameters(shapeOf(row)).total / 1e9;
    const factor =
      row.method === "full" ? (/master/.test(row.state_mode) ? 18 : 8) : row.method === "lora" ? 2 : quarter(row.quant);
    return parameters * factor * GB;
  },
  /** Studio's VRAM_ESTIMATION.md (unslothai/unsloth@04f9560), sections 1 to 7. Meant for its own kernels: no fair race elsewhere. */
  Unsloth: (row) => (row.task === "train" ? unslothBytes(row) / 2 ** 30 : null),
  "params × bytes × 1.2": (row) => {
    const bits = /int4|awq|nf4|q4/i.test(row.quant) ? 4 : /int8|fp8|q8/i.test(row.quant) ? 8 : 16;
    if (row.component !== "total") return null;
    return (countParameters(shapeOf(row)).total * bits * 1.2) / 8 / 2 ** 30;
  },
};

function unslothBytes(row: SizingRow): number {
  const work = trainingWork(row);
  const { shape } = work;
  const counts = countParameters(shape);
  const rest = counts.total - counts.linear;
  const weights = row.method === "qlora" ? (counts.linear * 2) / 3.2 + rest * 2 : counts.total * 2;
  const trained = trainableParameters(work);
  const optimizer = trained * (/8bit/.test(row.optimizer) ? 4 : 6);
  const keys = (shape.hidden / shape.heads) * shape.kvHeads;
  const tokens = work.batch * work.length;
  const layer = tokens * (shape.hidden + 2 * keys + 2 + 2 * shape.inner) * 2 * 1.25;
  const layers = work.checkpointing ? (row.method === "full" ? 2 : 1) : shape.layers;
  const scores = work.flash ? 0 : work.batch * shape.heads * work.length ** 2 * 2 * 12 * layers;
  const activations = Math.max(layer * layers, scores);
  const floor = weights * 0.15;
  const gradients = Math.max(
    trained * 2,
    row.method === "full" ? floor : Math.min(floor, Math.max(activations, optimizer)),
  );
  const adapter = row.method === "full" ? 0 : trained * 2;
  return weights + adapter + optimizer + gradients + activations + 1.4e9;
}

function quarter(quant: string): number {
  return /8/.test(quant) ? 1.2 : 0.75;
}
