import { type Problem, problem, type Suggestion } from "../../protocol/problem.ts";
import type { RunDocument } from "../document.ts";
import { formProblems } from "../form.ts";
import { flattenIssues, valueAt } from "../issues.ts";
import { allKeys, schemasAt } from "../json-schema.ts";
import { matrixSize, mostVariants, withValues } from "../matrix.ts";
import { nearest } from "../near.ts";
import { type RunSpec, runSchema } from "../schema.ts";
import { problemAt, problemAtKey } from "./at.ts";

/**
 * Parts of the file that belong to the whole experiment, so that they can't differ between its cells: all candidates
 * are judged on the same items by the same measure.
 */
const whole = [
  ...["version", "name", "matrix", "target", "budget", "serve"],
  ...["data.test", "data.id", "data.cluster", "data.schema", "data.rules", "data.stays"],
  ...["primary", "scorers", "rivals", "baseline", "good_enough", "confidence", "select", "slices", "forgetting"].map(
    (key) => `evaluate.${key}`,
  ),
];
const isWhole = (path: string) => whole.some((part) => path === part || path.startsWith(`${part}.`));

export function checkMatrix(spec: RunSpec, document: RunDocument): Problem[] {
  const axes = Object.entries(spec.matrix);
  // zod leaves `__proto__` out of a record, so the keys are read where they are written.
  const written = Object.keys(valueAt(document.json, ["matrix"]) ?? {});
  const count = matrixSize(spec.matrix);
  if (count > mostVariants) {
    const lengths = axes.map(([, values]) => values.length).join(" × ");
    const product = axes.length > 1 ? `${lengths} = ${count}` : lengths;
    return [problemAtKey(document, ["matrix"], "variants-too-many", { product, limit: mostVariants })];
  }
  return written.flatMap((path) => {
    const unknown = checkPath(document, path);
    return unknown
      ? [unknown]
      : (spec.matrix[path] ?? []).flatMap((_, index) => checkValue(spec, document, path, index));
  });
}

/** Paths that a matrix may vary: keys of blocks, not items of lists. */
export function matrixPaths(): string[] {
  return allKeys()
    .map(({ path }) => path)
    .filter((path) => !isWhole(path) && schemasAt(path.split(".")).length > 0);
}

function checkPath(document: RunDocument, path: string): Problem | null {
  const known = matrixPaths();
  if (known.includes(path)) return null;
  const range = document.rangeOf(["matrix", path], "key") ?? document.range(0, 0);
  if (isWhole(path)) return problem("matrix-whole", { path }, { range });
  const last = path.split(".").at(-1)!;
  const near = [...nearest(path, known), ...known.filter((other) => other.endsWith(`.${last}`))];
  const names = [...new Set(near)].slice(0, 3);
  const suggestions = names.map((title): Suggestion => ({ title, edit: { range, new_text: title } }));
  const params = { path, ...(names.length > 0 ? { near: names.join(", ") } : {}) };
  return problem("unknown-path", params, { range, suggestions });
}

function checkValue(spec: RunSpec, document: RunDocument, path: string, index: number): Problem[] {
  const values = spec.matrix[path]!;
  const value = values[index];
  const at = ["matrix", path, index];
  const same = (other: unknown) => JSON.stringify(other) === JSON.stringify(value);
  if (values.findIndex(same) < index) return [problemAt(document, at, "matrix-duplicate", { path })];
  const { matrix: _, ...rest } = spec;
  const json = withValues(rest, { [path]: value });
  const parsed = runSchema.safeParse(json);
  if (parsed.success) return [];
  // zod is the only judge of values: what it says of the path is said of the value in the matrix.
  const prefix = path.split(".");
  const own = flattenIssues(parsed.error.issues, json).filter((issue) =>
    prefix.every((step, depth) => issue.path[depth] === step),
  );
  if (own.length === 0)
    return [
      problemAtKey(document, ["matrix", path], "matrix-needs-block", { path, block: prefix.slice(0, -1).join(".") }),
    ];
  return formProblems(own, { document, json, written: (inner) => [...at, ...inner.slice(prefix.length)] });
}
