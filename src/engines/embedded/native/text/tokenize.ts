import type { JobOf } from "../../../../protocol/job.ts";
import { readItems } from "../items.ts";
import { chatOf, openLlama } from "../llama.ts";
import type { TokenRow } from "../train/rows.ts";
import { prepareRows } from "./rows.ts";

/** What the tokenizing process is asked. */
export type TokenizeRequest = Pick<JobOf<"train">, "base" | "train" | "validation"> &
  Pick<JobOf<"train">["settings"], "max_length" | "too_long">;

export interface Note {
  level: "info" | "warning";
  code: string;
  params: Record<string, string | number>;
}

export interface TokenizedData {
  train: TokenRow[];
  validation: TokenRow[];
  notes: Note[];
}

/** Tokenizes a training's data with the model's own vocabulary and template. */
export async function tokenizeData(request: TokenizeRequest): Promise<TokenizedData> {
  const llama = await openLlama(1);
  const model = await llama.loadModel({ modelPath: request.base, vocabOnly: true, gpuLayers: 0 });
  const chat = chatOf(model);
  const notes: Note[] = [];
  if (chat.template.fallback) notes.push({ level: "warning", ...chat.template.fallback });
  const split = async (name: "train" | "validation", file: string | null): Promise<TokenRow[]> => {
    if (file === null) return [];
    const { rows, dropped, truncated } = prepareRows(chat, await readItems(file), request);
    const { max_length } = request;
    if (dropped > 0) {
      notes.push({ level: "warning", code: "rows-dropped", params: { split: name, count: dropped, max_length } });
    }
    if (truncated > 0) {
      notes.push({ level: "warning", code: "rows-truncated", params: { split: name, count: truncated, max_length } });
    }
    return rows;
  };
  const train = await split("train", request.train);
  const validation = await split("validation", request.validation);
  await llama.dispose();
  return { train, validation, notes };
}
