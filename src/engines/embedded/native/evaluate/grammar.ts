import type { Decode } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { gbnfOf } from "./gbnf.ts";
import { anyJson, grammarSubset, type Subset } from "./schema-subset.ts";

/** The grammar that holds answers to `constrain`, null for free text, and the schema's keywords that it does not know. */
export function grammarFor(
  constrain: Decode["constrain"],
  schema: string | null,
): { grammar: string | null; ignored: string[] } {
  if (constrain === "none") return { grammar: null, ignored: [] };
  const { grammar, ignored } = constrain === "json" ? { grammar: anyJson, ignored: [] } : subsetOf(schema);
  return { grammar: gbnfOf(grammar), ignored };
}

function subsetOf(schema: string | null): Subset {
  if (schema === null) throw new CodedError("constrain-without-schema");
  try {
    return grammarSubset(JSON.parse(schema));
  } catch (error) {
    throw new CodedError("schema-without-grammar", { reason: (error as Error).message }, { cause: error });
  }
}
