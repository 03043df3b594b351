import { stat } from "node:fs/promises";
import type { Params } from "../protocol/messages.ts";
import type { ModelFacts } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { fileError } from "./byte-source.ts";
import { readGguf } from "./gguf.ts";
import { factsOfGguf } from "./gguf-facts.ts";
import { readOtherShards } from "./gguf-shards.ts";
import { factsOfFolder, factsOfSafetensorsFile } from "./hugging-face.ts";

/** Why a file is not taken: a code with its parameters. The edge adds the text. */
export interface Refusal {
  ok: false;
  code: string;
  params: Params;
}

/**
 * Reads what a model file or folder says of itself, without native code and without reading weights. Never throws for
 * what is in the file, and ends soon whatever that is.
 */
export async function inspectModel(path: string): Promise<ModelFacts | Refusal> {
  try {
    return await readModelFacts(path);
  } catch (error) {
    if (error instanceof CodedError) return { ok: false, code: error.code, params: error.params };
    throw error;
  }
}

/** As `inspectModel`, for callers that can't go on without a model: throws the refusal as `CodedError`. */
export async function readModelFacts(path: string): Promise<ModelFacts> {
  const kind = await stat(path).catch((error) => {
    throw fileError(path, error);
  });
  if (kind.isDirectory()) return factsOfFolder(path);
  if (path.toLowerCase().endsWith(".safetensors")) return factsOfSafetensorsFile(path);
  const header = await readGguf(path);
  return factsOfGguf({ path, header, others: await readOtherShards(path, header) });
}
