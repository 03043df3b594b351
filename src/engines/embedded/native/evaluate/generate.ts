import { createHash } from "node:crypto";
import type { LlamaContextSequence, LlamaGrammarEvaluationState, Token } from "node-llama-cpp";
import type { Decode } from "../../../../protocol/job.ts";

export interface Generation {
  tokens: Token[];
  finish: "stop" | "length";
}

/**
 * Answers a prompt on one sequence. What the sequence has of an earlier prompt's beginning is kept, so a system turn or
 * examples that all items share are evaluated once for each slot.
 */
export async function generate(
  sequence: LlamaContextSequence,
  prompt: readonly number[],
  options: { decode: Decode; grammar: LlamaGrammarEvaluationState | null; seed: number },
): Promise<Generation> {
  const { decode, grammar, seed } = options;
  // The last token is always evaluated: the answer's first token comes from it.
  await sequence.adaptStateToTokens(prompt.slice(0, -1) as Token[], false);
  const rest = prompt.slice(sequence.nextTokenIndex) as Token[];
  const tokens: Token[] = [];
  const sampling = decode.temperature === 0 ? {} : { topK: 0, topP: 1, minP: 0, seed }; // the distribution itself, uncut
  const answer = sequence.evaluate(rest, {
    temperature: decode.temperature,
    ...sampling,
    ...(grammar ? { grammarEvaluationState: grammar } : {}),
  });
  for await (const token of answer) {
    tokens.push(token);
    if (tokens.length === decode.max_tokens) return { tokens, finish: "length" };
  }
  return { tokens, finish: "stop" };
}

/** A seed for each item, so that an answer does not depend on which slot gave it or on what was asked before. */
export function seedOf(seed: number, id: string): number {
  return createHash("sha256").update(`${seed}\n${id}`).digest().readUInt32LE();
}
