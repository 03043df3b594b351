import { logSoftmax } from "../../../../stats/truncated-divergence.ts";
import type { DecodeContext } from "../decode/context.ts";
import { commonLength } from "../decode/placement.ts";

/** Most places whose logits are wanted in one batch: each takes memory for the whole vocabulary. */
export const OUTPUTS = 32;

/** A place in a text: what the model says comes next, and what does. */
export interface Place {
  expected: number;
  /** Natural log probabilities of all tokens. */
  logs: Float32Array;
}

/** Goes through texts on one sequence; what a text begins with like the one before is not computed again. */
export function predictor(context: DecodeContext) {
  let held: number[] = [];
  /** The places of `tokens` from `start` on, one after the other. */
  return async function* (tokens: readonly number[], start: number): AsyncGenerator<Place> {
    // The place before `start` predicts the token there, and a token alone is computed by another rule (`openDecoder`).
    const shared = Math.max(0, Math.min(commonLength(held, tokens), start - 2));
    held = context.keep(0, shared) ? tokens.slice(0, shared) : [];
    const end = tokens.length - 1;
    while (held.length < end) {
      const first = held.length;
      const predicts = (position: number) => position >= start - 1;
      const count = predicts(first) ? OUTPUTS : Math.min(context.batch, Math.max(2, start - 1 - first));
      const batch = tokens.slice(first, Math.min(end, first + count)).map((token, index) => {
        const position = first + index;
        return { token, position, sequence: 0, output: predicts(position) };
      });
      await context.decode(batch);
      held.push(...batch.map(({ token }) => token));
      for (const [index, { position, output }] of batch.entries()) {
        if (output) yield { expected: tokens[position + 1]!, logs: logSoftmax(context.logits(index)) };
      }
    }
  };
}
