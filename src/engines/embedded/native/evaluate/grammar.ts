import type { GbnfJsonSchema, LlamaGrammarEvaluationState, LlamaModel } from "node-llama-cpp";
import type { Decode } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { anyJson, grammarSubset, type Subset } from "./schema-subset.ts";

/** node-llama-cpp lets a JSON answer end with four line breaks, by which its chat knows that it is over. */
const CLOSING_LINES = String.raw` "\n\n\n\n" [\n]*`;

/** Starts a grammar for one answer; null: free text. */
export type NewGrammar = () => LlamaGrammarEvaluationState | null;

/** The grammar that holds answers to `constrain`, and the schema's keywords that it does not know. */
export async function grammarFor(
  model: LlamaModel,
  constrain: Decode["constrain"],
  schema: string | null,
): Promise<{ newGrammar: NewGrammar; ignored: string[] }> {
  if (constrain === "none") return { newGrammar: () => null, ignored: [] };
  const { grammar, ignored } = constrain === "json" ? { grammar: anyJson, ignored: [] } : subsetOf(schema);
  try {
    const { LlamaGrammarEvaluationState } = await import("node-llama-cpp");
    const { grammar: text } = await model.llama.createGrammarForJsonSchema<GbnfJsonSchema>(grammar as GbnfJsonSchema);
    const parsed = await model.llama.createGrammar({ grammar: compact(text) });
    return { newGrammar: () => new LlamaGrammarEvaluationState({ model, grammar: parsed }), ignored };
  } catch (error) {
    throw new CodedError("schema-without-grammar", { reason: (error as Error).message }, { cause: error });
  }
}

function subsetOf(schema: string | null): Subset {
  if (schema === null) throw new CodedError("constrain-without-schema");
  try {
    return grammarSubset(JSON.parse(schema));
  } catch (error) {
    throw new CodedError("schema-without-grammar", { reason: (error as Error).message }, { cause: error });
  }
}

/**
 * The same grammar for JSON on one line that ends where the value ends. Left alone, a model may spend half of its
 * `max_tokens` on line breaks and indentation and be cut off for it.
 */
export function compact(grammar: string): string {
  const [root = "", ...rules] = grammar.split("\n");
  const ending = root.endsWith(CLOSING_LINES) ? root.slice(0, -CLOSING_LINES.length) : root;
  const oneLine = rules.map((rule) => {
    const [name = ""] = rule.split(" ");
    if (name.startsWith("comma-whitespace-")) return `${name} ::= "," [ ]?`;
    if (name.startsWith("whitespace-")) return `${name} ::= [ ]?`;
    return rule;
  });
  return [ending, ...oneLine].join("\n");
}
