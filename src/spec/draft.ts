import type { RunDocument, SpecPath } from "./document.ts";
import { flattenIssues, type Issue, valueAt } from "./issues.ts";
import { unknownKey } from "./keys.ts";
import { type RunSpec, runSchema, toSpec } from "./schema.ts";
import type { Source } from "./source.ts";

/** Each round may uncover what the one before has hidden; a file that needs more is not worth guessing at. */
const rounds = 3;

/**
 * A file of the wrong form as it was probably meant: misspelt keys under their right names, unknown ones and wrong
 * values left out. `isGuess`: a value was left out. Null where too much is missing.
 */
export function draftOf(document: RunDocument): { draft: RunSpec | null; isGuess: boolean } {
  const json = structuredClone(document.json);
  const source: Source = { document, json, written: (path) => path };
  let isGuess = false;
  for (let round = 0; round < rounds; round++) {
    const parsed = runSchema.safeParse(json);
    if (parsed.success) return { draft: toSpec(parsed.data), isGuess };
    for (const issue of flattenIssues(parsed.error.issues, json)) {
      if (issue.code === "unrecognized_keys") rename(issue, source);
      else if (isName(issue)) (json as Record<string, unknown>).name = "unnamed";
      else if (!leaveOut(issue, json)) return { draft: null, isGuess };
      else isGuess = true;
    }
  }
  return { draft: null, isGuess };
}

/** Nothing follows from a name. */
function isName({ path }: Issue): boolean {
  return path.length === 1 && path[0] === "name";
}

function rename(issue: Extract<Issue, { code: "unrecognized_keys" }>, source: Source): void {
  const path = issue.path as SpecPath;
  const holder = valueAt(source.json, path) as Record<string, unknown>;
  for (const key of issue.keys) {
    const { instead } = unknownKey(source, path, key);
    const [meant] = instead;
    const isHere = instead.length === 1 && meant?.slice(0, -1).join(".") === path.join(".");
    if (isHere) holder[String(meant.at(-1))] = holder[key];
    delete holder[key];
  }
}

/** Takes a wrong value out, so that its default holds. False: there is none, or nothing was written. */
function leaveOut(issue: Issue, json: unknown): boolean {
  // Items stay where they are: the places of the others are counted from the list's beginning.
  const lastKey = issue.path.findLastIndex((step) => typeof step === "string");
  const path = issue.path.slice(0, lastKey + 1);
  const holder = valueAt(json, path.slice(0, -1));
  const key = String(path.at(-1));
  if (path.length === 0 || typeof holder !== "object" || holder === null) return false;
  if (!Object.hasOwn(holder, key)) return false;
  delete (holder as Record<string, unknown>)[key];
  return true;
}
