import { CodedError } from "../../../../protocol/problem.ts";
import type { Adapter } from "../ffi/llama-api.ts";
import { adaptiveThreads } from "../train/threads.ts";
import { type BatchToken, openContext } from "./context.ts";
import type { LoadedModel } from "./model.ts";
import { paced } from "./pace.ts";
import { chunkOf, type Place, placePrompt } from "./placement.ts";
import { newChooser, type Sampling, type TokenChooser } from "./sampler.ts";

/** Generates several sequences at once; those that are more than there are slots wait for one. */
export interface Decoder {
  /** Takes a sequence, to be begun by one of the next steps. Throws `sequence-too-long` with its tokens and the room. */
  add(request: SequenceRequest): SequenceId;
  /**
   * Computes one batch: a prompt, or a piece of a long one, else the next token of every sequence that has begun.
   * Resolves to the tokens that were chosen, none where the batch was aborted, in which case a later step does it again.
   */
  step(): Promise<ChosenToken[]>;
  /** Forgets a sequence, whether it waits or runs. Not while a step is under way. */
  cancel(sequence: SequenceId): void;
  /** Ends the step under way soon, in the middle of its batch. */
  abort(): void;
  /** Sequences that wait or run. */
  open(): number;
  /** Tokens computed so far. Less than the prompts' and answers' together: common beginnings are computed once. */
  computed(): number;
  /** Not while a step is under way. */
  close(): void;
}

export type SequenceId = number;

export interface SequenceRequest {
  prompt: readonly number[];
  maxTokens: number;
  sampling: Sampling;
}

export interface ChosenToken {
  sequence: SequenceId;
  /** Null where the model ended the sequence: the token that says so is no part of it. */
  token: number | null;
  /** Set with a sequence's last word. */
  finish: "stop" | "length" | null;
}

export interface DecoderOptions {
  /** Sequences side by side. */
  slots: number;
  /** Tokens that each has room for, prompt and answer. */
  length: number;
  /** The most threads; fewer are used while another program makes that faster. */
  threads: number;
  adapter?: Adapter;
}

/** Tokens computed together: more make nothing faster on a CPU, and a batch is the time until an abort or a first token. */
const BATCH = 512;

interface Waiting extends SequenceRequest {
  id: SequenceId;
}
interface Slot {
  /** Its sequence's number in the context. */
  index: number;
  /** Computed tokens. */
  held: number[];
  running: (Waiting & { chooser: TokenChooser; chosen: number; next: number | null }) | null;
}

/**
 * Opens a decoder.
 *
 * An answer must not depend on what else is decoded beside it. Products of matrices are computed in another order for
 * one column than for several, and quantized weights turn the last bit's difference into one that can change a choice.
 * So prompts are computed each in batches of its own, and a single token never alone: where one sequence is left, a
 * token that nobody reads is computed in another place.
 */
export function openDecoder(model: LoadedModel, options: DecoderOptions): Decoder {
  const { vocabulary, api } = model;
  const context = openContext(model, {
    length: options.length,
    sequences: Math.max(2, options.slots),
    threads: options.threads,
    batch: Math.max(BATCH, options.slots),
    outputs: options.slots,
    ...(options.adapter ? { adapter: options.adapter } : {}),
  });
  const pace = paced(adaptiveThreads(options.threads));
  const slots: Slot[] = Array.from({ length: options.slots }, (_, index) => ({ index, held: [], running: null }));
  const waiting: Waiting[] = [];
  let lastId = 0;
  let computed = 0;
  /** The last batch was a piece of a prompt that goes on: those that generate are not to wait for all of it. */
  let pieceBefore = false;

  function begin(): void {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const places = slots.map(({ held, running }): Place => ({ held, prompt: running?.prompt ?? null }));
      const placement = placePrompt(places, first.prompt);
      if (!placement) return;
      waiting.shift();
      const { place, from, shared } = placement;
      const kept = from === place ? context.keep(place, shared) : context.copy(from, place, shared);
      const slot = slots[place]!;
      slot.held = kept ? first.prompt.slice(0, shared) : [];
      slot.running = { ...first, chooser: newChooser(api, first.sampling), chosen: 0, next: null };
    }
  }

  /** A prompt that is to be computed now; null: it is the generating sequences' turn, or there is none. */
  function nextPrompt(): Slot | null {
    const generating = slots.some(({ running }) => running && running.next !== null);
    if (pieceBefore && generating) return null;
    const prompts = slots.filter(({ running }) => running && running.next === null);
    return prompts.reduce<Slot | null>(
      (first, slot) => (first && first.running!.id < slot.running!.id ? first : slot),
      null,
    );
  }

  function promptBatch(slot: Slot): BatchToken[] {
    const { held, running } = slot;
    const { prompt } = running!;
    const count = chunkOf(prompt.length - held.length, context.batch);
    return prompt.slice(held.length, held.length + count).map((token, offset) => {
      const position = held.length + offset;
      return { token, position, sequence: slot.index, output: position === prompt.length - 1 };
    });
  }

  function generationBatch(): BatchToken[] {
    const batch = slots.flatMap(({ index, held, running }): BatchToken[] =>
      running && running.next !== null
        ? [{ token: running.next, position: held.length, sequence: index, output: true }]
        : [],
    );
    const [only] = batch;
    if (!only || batch.length > 1) return batch;
    const sequence = only.sequence === 0 ? 1 : 0;
    const position = slots[sequence]?.held.length ?? 0;
    return [only, { token: only.token, position, sequence, output: false }];
  }

  /** Notes what was computed; what nobody reads is removed again. */
  function note(batch: readonly BatchToken[]): void {
    computed += batch.length;
    for (const { sequence, token, position } of batch) {
      const slot = slots[sequence];
      if (slot?.running) slot.held.push(token);
      else if (!context.keep(sequence, position) && slot) slot.held = [];
    }
  }

  function choose(slot: Slot, index: number): ChosenToken {
    const running = slot.running!;
    const token = running.chooser.choose(context, index);
    if (vocabulary.isEnd(token)) {
      end(slot);
      return { sequence: running.id, token: null, finish: "stop" };
    }
    running.next = token;
    running.chosen += 1;
    const full = running.chosen === running.maxTokens;
    if (full) end(slot);
    return { sequence: running.id, token, finish: full ? "length" : null };
  }

  function end(slot: Slot): void {
    slot.running?.chooser.free();
    slot.running = null;
  }

  return {
    add(request) {
      const tokens = request.prompt.length + request.maxTokens;
      if (request.prompt.length === 0) throw new RangeError("a sequence begins with at least one token");
      if (tokens > options.length) throw new CodedError("sequence-too-long", { tokens, room: options.length });
      lastId += 1;
      waiting.push({ ...request, id: lastId });
      return lastId;
    },
    async step() {
      begin();
      const prompt = nextPrompt();
      const batch = prompt ? promptBatch(prompt) : generationBatch();
      if (batch.length === 0) return [];
      context.setThreads(pace.threads());
      const started = performance.now();
      if (!(await context.decode(batch))) return [];
      pace.took(performance.now() - started, batch.length);
      note(batch);
      pieceBefore = prompt !== null && !batch.at(-1)!.output;
      return batch.flatMap(({ output, sequence }, index) => (output ? [choose(slots[sequence]!, index)] : []));
    },
    cancel(sequence) {
      const index = waiting.findIndex(({ id }) => id === sequence);
      if (index >= 0) waiting.splice(index, 1);
      for (const slot of slots) if (slot.running?.id === sequence) end(slot);
    },
    abort: () => context.abort(),
    open: () => waiting.length + slots.filter(({ running }) => running).length,
    computed: () => computed,
    close() {
      for (const slot of slots) end(slot);
      context.close();
    },
  };
}
