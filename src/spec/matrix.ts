import type { RunSpec } from "./schema.ts";
import { runSchema, toSpec } from "./schema.ts";

/** More cells than this are refused: nobody reads a thousand results, and a slip of a list should cost nothing. */
export const mostVariants = 1000;

/** One cell of the matrix: the run file with this cell's values in place and no matrix left. */
export interface MatrixCell {
  /** `rank=16,model=x`: stable, in the file's order; the empty string where there is no matrix. */
  name: string;
  /** The matrix paths with this cell's values. */
  values: Record<string, unknown>;
  spec: RunSpec;
}

/** How many cells the matrix has, without making them. */
export function matrixSize(matrix: RunSpec["matrix"]): number {
  return Object.values(matrix).reduce((product, values) => product * values.length, 1);
}

/**
 * All cells, in the file's order, the last path changing fastest.
 * The spec has passed `parseRunFile` without errors: a value that does not fit its path throws zod's error here.
 */
export function expandMatrix(spec: RunSpec): MatrixCell[] {
  const axes = Object.entries(spec.matrix);
  if (axes.length === 0) return [{ name: "", values: {}, spec }];
  if (matrixSize(spec.matrix) > mostVariants)
    throw new RangeError("the matrix has too many cells; check the file first");
  const { matrix: _, ...rest } = spec;
  return product(axes).map((values) => ({
    name: cellName(spec.matrix, values),
    values,
    spec: toSpec(runSchema.parse(withValues(rest, values))),
  }));
}

function product(axes: readonly (readonly [string, readonly unknown[]])[]): Record<string, unknown>[] {
  return axes.reduce<Record<string, unknown>[]>(
    (cells, [path, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [path]: value }))),
    [{}],
  );
}

/** A copy of `spec` with a value at each dotted path; blocks on the way that aren't there are made. */
export function withValues(spec: object, values: Readonly<Record<string, unknown>>): object {
  const copy = structuredClone(spec) as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split(".");
    const last = steps.pop()!;
    let holder = copy;
    for (const step of steps) {
      const inner = Object.hasOwn(holder, step) ? holder[step] : undefined;
      const open = typeof inner === "object" && inner !== null && !Array.isArray(inner);
      const next = open ? (inner as Record<string, unknown>) : {};
      holder[step] = next;
      holder = next;
    }
    holder[last] = structuredClone(value);
  }
  return copy;
}

/**
 * The name of a cell from some of its paths: the last part of each path that tells it from the others, and the value.
 * `paths` leaves out what does not matter to what is named.
 */
export function cellName(
  matrix: RunSpec["matrix"],
  values: Readonly<Record<string, unknown>>,
  paths: readonly string[] = Object.keys(matrix),
): string {
  const labels = shortLabels(Object.keys(matrix));
  return paths.map((path) => `${labels.get(path)}=${valueLabel(values[path], matrix[path] ?? [])}`).join(",");
}

function shortLabels(paths: readonly string[]): Map<string, string> {
  const label = (path: string) => {
    const parts = path.split(".");
    for (let count = 1; count < parts.length; count++) {
      const suffix = parts.slice(-count).join(".");
      if (paths.every((other) => other === path || !`.${other}`.endsWith(`.${suffix}`))) return suffix;
    }
    return path;
  };
  return new Map(paths.map((path) => [path, label(path)]));
}

/** A value as it stands in a name. Slashes part a variant from its candidate, so a path is named by its end. */
function valueLabel(value: unknown, all: readonly unknown[]): string {
  const short = shorten(value);
  const unique = all.filter((other) => shorten(other) === short).length <= 1;
  return unique ? short : `${short}~${all.findIndex((other) => JSON.stringify(other) === JSON.stringify(value)) + 1}`;
}

function shorten(value: unknown): string {
  if (Array.isArray(value)) return value.map(shorten).join("+");
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([key, inner]) => `${key}:${shorten(inner)}`);
    return fields.join("+") || "{}";
  }
  const last = String(value)
    .split(/[\\/]/)
    .findLast((part) => part !== "");
  return (last ?? "-").replace(/[\s,=]+/g, "_").slice(0, 60);
}
