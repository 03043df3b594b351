import type { Context as GgmlContext } from "../ffi/ggml.ts";
import type { LlamaApi } from "../ffi/llama-api.ts";

/** Stops a computation that runs on other threads. */
export interface AbortFlag {
  /** For the parameters of a context: a function that ggml asks between operations, and what it is asked with. */
  readonly callback: bigint;
  readonly data: GgmlContext;
  set(aborted: boolean): void;
  free(): void;
}

/**
 * A flag that ggml's own threads can read. A callback into JavaScript would have to wait for this thread at each of
 * some thousand operations, so the callback is a function of ggml's own that takes a pointer and returns a boolean:
 * whether an (otherwise unused) context allocates.
 */
export function newAbortFlag({ ggml }: LlamaApi): AbortFlag {
  const data = ggml.ggml_init({ mem_size: 1024, mem_buffer: null, no_alloc: false });
  return {
    callback: ggml.base.symbol("ggml_get_no_alloc") as bigint,
    data,
    set: (aborted) => ggml.ggml_set_no_alloc(data, aborted),
    free: () => ggml.ggml_free(data),
  };
}
