import { rm, stat } from "node:fs/promises";
import { CodedError } from "../../../protocol/problem.ts";
import { loadQuantizer } from "./ffi/llama.ts";
import { fileTypes } from "./file-types.ts";
import type { Say } from "./say.ts";

export interface Quantized {
  bytes: number;
  /** Bits for each weight, over the whole model, by llama.cpp's count. Null where it did not say. */
  bits_per_weight: number | null;
  /** Tensors that were stored in another type because their rows do not fit the wanted one. */
  fallbacks: { count: number; total: number; example: string } | null;
  seconds: number;
}

/**
 * Writes a model in another type through llama.cpp. `progress` maps llama.cpp's count of tensors to what is said.
 * Throws `quantize-failed` with llama.cpp's own words; no partial file is left.
 */
export async function quantizeFile(
  source: string,
  target: string,
  options: { type: string; threads: number; requantize: boolean; onTensor(done: number, total: number): void },
): Promise<Quantized> {
  const ftype = fileTypes[options.type];
  if (ftype === undefined) throw new CodedError("quantization-unknown", { type: options.type });
  const log = readLog(options.onTensor);
  const started = performance.now();
  const code = await loadQuantizer().quantize(source, target, {
    ftype,
    threads: options.threads,
    requantize: options.requantize,
    onLine: log.onLine,
  });
  if (code !== 0) {
    await rm(target, { force: true });
    throw new CodedError("quantize-failed", { type: options.type, reason: log.lastError() || `code ${code}` });
  }
  return {
    bytes: (await stat(target)).size,
    bits_per_weight: log.bitsPerWeight(),
    fallbacks: log.fallbacks(),
    seconds: (performance.now() - started) / 1000,
  };
}

/** What llama.cpp says while it quantizes, by the words of its llama-quant.cpp. */
function readLog(onTensor: (done: number, total: number) => void) {
  let error = "";
  let bits: number | null = null;
  let count = 0;
  let total = 0;
  let example = "";
  return {
    onLine({ level, text }: { level: string; text: string }): void {
      const tensor = /^\[\s*(\d+)\/\s*(\d+)\]/.exec(text);
      if (tensor) onTensor(Number(tensor[1]), Number(tensor[2]));
      const size = /quant size\s*=.*\(([\d.]+) BPW\)/.exec(text);
      if (size) bits = Number(size[1]);
      const fallback = /warning:\s+(\S+).*required for type\s+(\S+?)\).*falling back to\s+(\S+)/.exec(text);
      if (fallback && example === "") example = `${fallback[1]}: ${fallback[2]} → ${fallback[3]}`;
      const sum = /(\d+) of (\d+) tensor\(s\) required fallback/.exec(text);
      if (sum) [count, total] = [Number(sum[1]), Number(sum[2])];
      if (level === "error") error = text.trim();
      if (level !== "info") process.stderr.write(`${text}\n`);
    },
    lastError: () => error.replace(/^llama_model_quantize: failed to quantize: /, ""),
    bitsPerWeight: () => bits,
    fallbacks: () => (count > 0 ? { count, total, example } : null),
  };
}

/** Progress of `part` of `parts` equal pieces of work, with the time left at the pace so far. */
export function tensorProgress(say: Say, parts = 1) {
  const started = performance.now();
  return (part: number) => (done: number, total: number) => {
    const share = (part + done / total) / parts;
    const elapsed = (performance.now() - started) / 1000;
    say({
      type: "progress",
      done: part * total + done,
      total: parts * total,
      unit: "tensors",
      seconds_left: (elapsed / share) * (1 - share),
    });
  };
}
