import { referenceProblems } from "../plan/references.ts";
import type { Problem } from "../protocol/problem.ts";
import type { LoadedRunFile } from "./load.ts";
import { referenceFacts } from "./reference-facts.ts";

/** What a run file refers to and isn't there: the same that an editor underlines, in a file with unknown keys too. */
export async function checkReferences({ draft, document, folder, file }: LoadedRunFile): Promise<Problem[]> {
  if (!draft) return [];
  const problems = await referenceProblems(draft, document, referenceFacts(folder));
  return problems.map((problem) => ({ file, ...problem }));
}

/** A problem that names its key in the run file (`params.path`) gets that key's place; one of a data file has its own. */
export function placeInFile(problem: Problem, { document, file }: LoadedRunFile): Problem {
  const { path } = problem.params;
  if (problem.file !== undefined || typeof path !== "string") return problem;
  const range = document.rangeOf(path.split("."), "value");
  return { ...problem, file, ...(range ? { range } : {}) };
}
