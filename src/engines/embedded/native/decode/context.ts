import koffi from "koffi";
import { CodedError } from "../../../../protocol/problem.ts";
import type { Adapter, LlamaContext } from "../ffi/llama-api.ts";
import { newAbortFlag } from "./abort.ts";
import { lastLoggedError } from "./log.ts";
import type { LoadedModel } from "./model.ts";

/** One token of a batch. */
export interface BatchToken {
  token: number;
  /** Place in its sequence, 0-based. */
  position: number;
  sequence: number;
  /** Its logits are wanted. */
  output: boolean;
}

export interface ContextOptions {
  /** Tokens that each sequence has room for. */
  length: number;
  sequences: number;
  threads: number;
  /** Most tokens of a batch, and of those whose logits are wanted: each takes memory for the whole vocabulary. */
  batch: number;
  outputs: number;
  /** An adapter that is added to the weights while they are used. */
  adapter?: Adapter;
}

/** Sequences of tokens whose keys and values are kept, and a way to add tokens to several at once. */
export interface DecodeContext {
  readonly handle: LlamaContext;
  /** Most tokens of a batch. */
  readonly batch: number;
  /**
   * Computes the tokens; logits and samplers address one by its index in `tokens`. Resolves to false where `abort` came
   * first: nothing was added then. Throws `decode-failed`.
   */
  decode(tokens: readonly BatchToken[]): Promise<boolean>;
  /** Ends a computation that runs, between two operations. */
  abort(): void;
  /** Of the last batch's token at `index`, one number for each token of the vocabulary. A copy. */
  logits(index: number): Float32Array;
  /** Keeps the first `length` tokens of a sequence. False: it is empty now, since a part can't be kept (recurrent models). */
  keep(sequence: number, length: number): boolean;
  /** Makes `to` what `from` is up to `length`, without computing anything. False as in `keep`. */
  copy(from: number, to: number, length: number): boolean;
  setThreads(count: number): void;
  close(): void;
}

/** llama.cpp rounds a sequence's room to so many tokens. */
const ROUND = 256;

/** Throws `context-failed` where there is no memory for that many tokens. */
export function openContext(model: LoadedModel, options: ContextOptions): DecodeContext {
  const { api } = model;
  const abortFlag = newAbortFlag(api);
  const handle = api.newContext(model.handle, {
    ...api.contextDefaults(),
    n_ctx: Math.ceil(options.length / ROUND) * ROUND * options.sequences,
    n_batch: options.batch,
    n_ubatch: options.batch,
    n_seq_max: options.sequences,
    // llama.cpp reserves one for each sequence, and aborts where fewer are allowed.
    n_outputs_max: Math.max(options.outputs, options.sequences),
    n_outputs_max_per_seq: 0,
    n_threads: options.threads,
    n_threads_batch: options.threads,
    // Each sequence in memory of its own, in its own order: what others hold changes no sum.
    kv_unified: false,
    // It divides a sequence among threads, so that their number would change the sums.
    flash_attn_type: 0,
    abort_callback: abortFlag.callback,
    abort_callback_data: abortFlag.data,
  });
  if (handle === null) {
    abortFlag.free();
    const { length, sequences } = options;
    throw new CodedError("context-failed", { length, sequences, reason: lastLoggedError() });
  }
  if (options.adapter) {
    api.setAdapters(handle, BigUint64Array.of(BigInt(options.adapter as never)), 1, Float32Array.of(1));
  }
  const memory = api.memoryOf(handle);
  const arrays = batchArrays(options.batch, options.sequences);
  const keep = (sequence: number, length: number) => {
    if (api.removeSequence(memory, sequence, length, -1)) return true;
    api.removeSequence(memory, sequence, -1, -1);
    return length === 0;
  };
  const vocabulary = koffi.array("float", model.vocabulary.size);
  return {
    handle,
    batch: options.batch,
    async decode(tokens) {
      abortFlag.set(false);
      const code = await api.decode(handle, arrays.fill(tokens));
      if (code === 0) return true;
      // What was computed before it ended is in the memory; a sequence is to be whole or not at all.
      for (const { sequence, position } of firstOfEach(tokens)) keep(sequence, position);
      if (code === 2) return false;
      throw new CodedError("decode-failed", { status: code, reason: lastLoggedError() });
    },
    abort: () => abortFlag.set(true),
    logits(index) {
      const row = api.logitsOf(handle, index);
      if (row === null) throw new RangeError(`no logits were asked for of token ${index}`);
      return koffi.decode(row, vocabulary) as Float32Array;
    },
    keep,
    copy(from, to, length) {
      api.removeSequence(memory, to, -1, -1);
      api.copySequence(memory, from, to, -1, -1);
      return keep(to, length);
    },
    setThreads: (count) => api.setThreads(handle, count, count),
    close() {
      api.freeContext(handle);
      abortFlag.free();
      arrays.free();
    },
  };
}

function firstOfEach(tokens: readonly BatchToken[]): BatchToken[] {
  const first = new Map<number, BatchToken>();
  for (const token of tokens) if (!first.has(token.sequence)) first.set(token.sequence, token);
  return [...first.values()];
}

/** A `llama_batch` in memory that does not move, filled anew for each batch. */
function batchArrays(capacity: number, sequences: number) {
  const token = koffi.alloc("int32_t", capacity);
  const pos = koffi.alloc("int32_t", capacity);
  const logits = koffi.alloc("int8_t", capacity);
  // Each token is of one sequence; what all of them count is 1, and what they point to is a sequence's number.
  const n_seq_id = koffi.alloc("int32_t", capacity);
  koffi.encode(n_seq_id, "int32_t", new Int32Array(capacity).fill(1), capacity);
  const numbers = koffi.alloc("int32_t", sequences);
  koffi.encode(
    numbers,
    "int32_t",
    Int32Array.from({ length: sequences }, (_, index) => index),
    sequences,
  );
  const seq_id = koffi.alloc("uint64_t", capacity);
  const addressOf = (sequence: number) => BigInt(numbers) + BigInt(sequence * Int32Array.BYTES_PER_ELEMENT);

  const values = new Int32Array(capacity);
  const flags = new Int8Array(capacity);
  const addresses = new BigUint64Array(capacity);
  return {
    fill(tokens: readonly BatchToken[]) {
      const count = tokens.length;
      if (count > capacity) throw new RangeError(`a batch of ${count} tokens where ${capacity} have room`);
      for (const [index, each] of tokens.entries()) {
        values[index] = each.token;
        flags[index] = each.output ? 1 : 0;
        addresses[index] = addressOf(each.sequence);
      }
      koffi.encode(token, "int32_t", values, count);
      koffi.encode(logits, "int8_t", flags, count);
      koffi.encode(seq_id, "uint64_t", addresses, count);
      for (const [index, each] of tokens.entries()) values[index] = each.position;
      koffi.encode(pos, "int32_t", values, count);
      return { n_tokens: count, token, embd: null, pos, n_seq_id, seq_id, logits };
    },
    free() {
      for (const block of [token, pos, logits, n_seq_id, numbers, seq_id]) koffi.free(block);
    },
  };
}
