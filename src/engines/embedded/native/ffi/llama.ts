import koffi from "koffi";
import { binder, checkFacts } from "./bind.ts";
import { loadGgml, openLibrary } from "./ggml.ts";

/** llama.cpp's quantizer. node-llama-cpp has no call for it, so it is bound here. */
export interface Quantizer {
  /**
   * Writes `source` as `target` in another type. `ftype` is a number of the header's `llama_ftype`.
   * `onLine` gets llama.cpp's log, a line at a time: it has no other way to tell progress, fallbacks or reasons.
   * Resolves to llama.cpp's return code, 0 for success. The call can't be interrupted.
   */
  quantize(source: string, target: string, options: QuantizeOptions): Promise<number>;
}

export interface QuantizeOptions {
  ftype: number;
  threads: number;
  /** Takes quantized sources too; they lose once more. */
  requantize: boolean;
  onLine(line: LogLine): void;
}

export interface LogLine {
  level: "info" | "warning" | "error";
  text: string;
}

const Params = koffi.struct("llama_model_quantize_params", {
  nthread: "int32_t",
  ftype: "int",
  output_tensor_type: "int",
  token_embedding_type: "int",
  allow_requantize: "bool",
  quantize_output_tensor: "bool",
  only_copy: "bool",
  pure: "bool",
  keep_split: "bool",
  dry_run: "bool",
  imatrix: "void *",
  kv_overrides: "void *",
  tt_overrides: "void *",
  prune_layers: "void *",
  max_buf_size: "size_t",
});
export const LogCallback = koffi.proto("void LlamaLog(int level, const char *text, void *data)");

interface QuantizeParams {
  nthread: number;
  ftype: number;
  output_tensor_type: number;
  token_embedding_type: number;
  allow_requantize: boolean;
  quantize_output_tensor: boolean;
  only_copy: boolean;
  pure: boolean;
  keep_split: boolean;
  dry_run: boolean;
  imatrix: unknown;
  kv_overrides: unknown;
  tt_overrides: unknown;
  prune_layers: unknown;
  max_buf_size: number | bigint;
}

/** Loads llama.cpp's library. Throws `native-mismatch` where the parameter structure is not the one bound here. */
export function loadQuantizer(): Quantizer {
  const library = openLibrary(loadGgml().libraries.llama);
  const bind = binder(library);
  const defaults = bind<() => QuantizeParams>("llama_model_quantize_default_params", Params, []);
  const quantize = bind<(source: string, target: string, params: QuantizeParams) => number>(
    "llama_model_quantize",
    "uint32_t",
    ["str", "str", koffi.pointer(Params)],
  );
  const setLog = bind<(callback: unknown, data: null) => void>("llama_log_set", "void", [
    koffi.pointer(LogCallback),
    "void *",
  ]);
  checkDefaults(defaults());
  bind<() => void>("llama_backend_init", "void", [])();

  return {
    async quantize(source, target, { ftype, threads, requantize, onLine }) {
      const lines = lineAssembler(onLine);
      const callback = koffi.register(lines.add, koffi.pointer(LogCallback));
      setLog(callback, null);
      try {
        const params = { ...defaults(), nthread: threads, ftype, allow_requantize: requantize };
        return await new Promise<number>((resolve, reject) =>
          quantize.async(source, target, params, (error: unknown, code: number) =>
            error ? reject(error) : resolve(code),
          ),
        );
      } finally {
        setLog(null, null);
        koffi.unregister(callback);
        lines.flush();
      }
    },
  };
}

/**
 * The structure crosses by value, so a field that came or went in another release would silently shift the rest.
 * Its defaults are known and unlike each other; they read right only if it is laid out as above.
 */
function checkDefaults(params: QuantizeParams): void {
  const facts: [what: keyof QuantizeParams, expected: number | string, found: number | string][] = [
    ["nthread", 0, params.nthread],
    ["ftype", 7, params.ftype],
    ["output_tensor_type", 43, params.output_tensor_type],
    ["token_embedding_type", 43, params.token_embedding_type],
    ["allow_requantize", "false", String(params.allow_requantize)],
    ["quantize_output_tensor", "true", String(params.quantize_output_tensor)],
    ["only_copy", "false", String(params.only_copy)],
    ["pure", "false", String(params.pure)],
    ["keep_split", "false", String(params.keep_split)],
    ["dry_run", "false", String(params.dry_run)],
    ["imatrix", "null", String(params.imatrix)],
    ["max_buf_size", 8 * 2 ** 30, Number(params.max_buf_size)],
  ];
  checkFacts(facts.map(([field, expected, found]) => [`llama_model_quantize_params.${field}`, expected, found]));
}

/** llama.cpp logs pieces of lines; a piece of level 5 continues the one before. */
export function lineAssembler(onLine: (line: LogLine) => void) {
  let text = "";
  let level: LogLine["level"] = "info";
  const flush = () => {
    if (text.trim() !== "") onLine({ level, text: text.trimEnd() });
    text = "";
    level = "info";
  };
  return {
    flush,
    add(pieceLevel: number, piece: string) {
      // A line is as grave as its gravest piece.
      if (pieceLevel === 4) level = "error";
      else if (pieceLevel === 3 && level === "info") level = "warning";
      const parts = piece.split("\n");
      for (const [index, part] of parts.entries()) {
        text += part;
        if (index < parts.length - 1) flush();
      }
    },
  };
}
