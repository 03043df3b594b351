import koffi from "koffi";
import { LogCallback, lineAssembler } from "../ffi/llama.ts";
import type { LlamaApi } from "../ffi/llama-api.ts";

let lastError = "";
let routed = false;

/** Sends llama.cpp's warnings and errors to stderr, a line at a time, in place of everything that it has to tell. */
export function routeLog(api: LlamaApi): void {
  if (routed) return;
  routed = true;
  const lines = lineAssembler(({ level, text }) => {
    if (level === "info") return;
    if (level === "error") lastError = text.trim();
    process.stderr.write(`[llama ${level}] ${text}\n`);
  });
  // Never unregistered: the library keeps the pointer for as long as the process lives.
  api.setLog(koffi.register(lines.add, koffi.pointer(LogCallback)), null);
}

/** The last error that llama.cpp logged; the empty string: none. */
export const lastLoggedError = (): string => lastError;
