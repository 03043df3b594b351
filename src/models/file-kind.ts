import { CodedError } from "../protocol/problem.ts";
import type { ByteSource } from "./byte-source.ts";

const PROBE = 512;

/** Formats of llama.cpp before GGUF, by their first four bytes. */
const ancestors = new Set(["lmgg", "fmgg", "tjgg", "algg", "GGML", "GGMF", "GGJT", "GGLA"]);

/**
 * Refuses what is not a GGUF file by saying what it is: a failed download leaves a web page, a clone without git-lfs
 * leaves a pointer, and both carry the model's name.
 */
export async function refuseForeignFile(source: ByteSource): Promise<void> {
  const file = source.name;
  if (source.size === 0) throw new CodedError("model-file-empty", { file });
  const bytes = Buffer.from(await source.read(0, PROBE));
  if (bytes.toString("latin1", 0, 4) === "GGUF") return;
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  const trimmed = text.trimStart();
  if (/^(<!doctype html|<html|<head|<\?xml)/i.test(trimmed)) throw new CodedError("model-file-html", { file });
  if (trimmed.startsWith("version https://git-lfs")) {
    throw new CodedError("model-file-lfs", { file, size: /\nsize (\d+)/.exec(text)?.[1] ?? "?" });
  }
  if (trimmed.startsWith("{") || trimmed.startsWith("[")) throw new CodedError("model-file-json", { file });
  if (ancestors.has(text.slice(0, 4))) throw new CodedError("model-file-old-ggml", { file });
  // A zip file or a pickle stream: PyTorch's formats. Unpickling can execute anything, so nothing here ever does it.
  const pickle = bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5;
  if (text.startsWith("PK\u0003\u0004") || pickle) throw new CodedError("model-file-pickle", { file });
  throw new CodedError("model-file-unknown", { file, begins: bytes.toString("hex", 0, 8) });
}
