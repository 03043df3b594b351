import type { z } from "zod";
import { nearest } from "./near.ts";

export type Issue = z.core.$ZodIssue;

/** Issues with unions taken apart: each says one thing about one place, except a union that no member comes near to. */
export function flattenIssues(issues: readonly Issue[], json: unknown): Issue[] {
  return issues.flatMap((issue) => (issue.code === "invalid_union" ? flattenUnion(issue, json) : [issue]));
}

/** Four members that are all wrong are one mistake: the member that was meant is guessed, and its issues are the answer. */
function flattenUnion(issue: z.core.$ZodIssueInvalidUnion, json: unknown): Issue[] {
  const value = valueAt(json, issue.path);
  const members = issue.errors.map((errors) =>
    flattenIssues(
      errors.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue),
      json,
    ),
  );
  const fitting = members.filter((errors) => !errors.some((error) => isWholly(error, issue.path)));
  if (fitting.length === 0) {
    // A word where words are listed is a wrong word, whatever else could stand there.
    const literal = members.find(
      ([first]) => first?.code === "invalid_value" && typeof first.values[0] === typeof value,
    );
    return literal ? [literal[0]!] : [issue];
  }
  const [best, ...others] = fitting.map((errors) => ({ errors, cost: cost(errors) })).sort((a, b) => a.cost - b.cost);
  const tied = others.some((other) => other.cost === best!.cost);
  return tied && best!.errors.length === 1 ? [issue] : best!.errors;
}

/** The member does not even have the value's type. */
function isWholly(error: Issue, path: readonly PropertyKey[]): boolean {
  return error.path.length === path.length && (error.code === "invalid_type" || error.code === "invalid_value");
}

/** A misspelt key costs what one mistake costs, though zod reports it twice: as unknown and as missing. */
function cost(errors: readonly Issue[]): number {
  const missing = errors.filter((error) => error.code === "invalid_type").map((error) => String(error.path.at(-1)));
  const unknown = errors.flatMap((error) => (error.code === "unrecognized_keys" ? error.keys : []));
  const misspelt = unknown.filter((key) => nearest(key, missing).length > 0).length;
  const keys = unknown.length - errors.filter((error) => error.code === "unrecognized_keys").length;
  return errors.length + keys - 1.5 * misspelt;
}

/** The value at a path of keys and indexes; undefined where there is none. */
export function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value = json;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
