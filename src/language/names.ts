import type { Range } from "../protocol/problem.ts";
import type { RunDocument, SpecPath } from "../spec/document.ts";
import { valueAt } from "../spec/issues.ts";

/** A name that a run file gives to something of its own, with all places where it stands. */
export interface OwnName {
  kind: "rival" | "rule";
  name: string;
  definition: Range;
  /** Where else the name stands, as a word of its own or as a part of one (`rules.<id>`). */
  uses: Range[];
}

/** Names of rivals and rules. Two of one name are two entries with the same uses. */
export function ownNames(document: RunDocument): OwnName[] {
  const { json } = document;
  const rivals = listAt(json, ["evaluate", "rivals"]).flatMap((rival, index) =>
    named(document, "rival", valueAt(rival, ["name"]), ["evaluate", "rivals", index, "name"], candidateUses(document)),
  );
  const rules = listAt(json, ["data", "rules"]).flatMap((rule, index) =>
    named(document, "rule", valueAt(rule, ["id"]), ["data", "rules", index, "id"], metricUses(document)),
  );
  return [...rivals, ...rules];
}

function named(
  document: RunDocument,
  kind: OwnName["kind"],
  name: unknown,
  path: SpecPath,
  places: readonly { path: SpecPath; prefix: string }[],
): OwnName[] {
  const definition = typeof name === "string" && name !== "" ? wordRange(document, path, "", name) : null;
  if (!definition || typeof name !== "string") return [];
  const uses = places.flatMap((place) => wordRange(document, place.path, place.prefix, name) ?? []);
  return [{ kind, name, definition, uses }];
}

function candidateUses({ json }: RunDocument): { path: SpecPath; prefix: string }[] {
  const gates = listAt(json, ["evaluate", "good_enough"]);
  return [
    { path: ["evaluate", "baseline"], prefix: "" },
    ...gates.map((_, index) => ({ path: ["evaluate", "good_enough", index, "against"], prefix: "" })),
  ];
}

function metricUses({ json }: RunDocument): { path: SpecPath; prefix: string }[] {
  const gates = listAt(json, ["evaluate", "good_enough"]);
  return [
    { path: ["evaluate", "primary"], prefix: "rules." },
    ...gates.map((_, index) => ({ path: ["evaluate", "good_enough", index, "metric"], prefix: "rules." })),
  ];
}

/** Where a name stands in a value that is `prefix` and the name; null where the value is another one. */
function wordRange(document: RunDocument, path: SpecPath, prefix: string, name: string): Range | null {
  if (valueAt(document.json, path) !== prefix + name) return null;
  const source = document.sourceOf(path);
  const at = source?.text.lastIndexOf(name) ?? -1;
  return source && at >= 0 ? document.range(source.start + at, source.start + at + name.length) : null;
}

function listAt(json: unknown, path: SpecPath): unknown[] {
  const value = valueAt(json, path);
  return Array.isArray(value) ? value : [];
}
