import path from "node:path";
import { dataFiles } from "../plan/references.ts";
import type { Problem, Range } from "../protocol/problem.ts";
import type { LoadedRunFile } from "./load.ts";

/**
 * Where in the run file a problem belongs: its own range, else the name of the data file that it is in, the one of its
 * split first. Undefined: it is in a file that the run file does not name.
 */
export function anchorOf(problem: Problem, { file, folder, draft, document }: LoadedRunFile): Range | undefined {
  if (problem.file === undefined || path.resolve(problem.file) === path.resolve(file)) return problem.range;
  if (!draft) return undefined;
  const wanted = path.resolve(folder, problem.file);
  const named = dataFiles(draft)
    .filter((entry) => path.resolve(folder, entry.file) === wanted)
    .map((entry) => entry.path);
  const ofSplit = named.find((place) => place[1] === problem.params.split) ?? named[0];
  const isSchema = draft.data.schema !== undefined && path.resolve(folder, draft.data.schema) === wanted;
  const place = ofSplit ?? (isSchema ? ["data", "schema"] : undefined);
  return (place && document.rangeOf(place, "value")) ?? undefined;
}
