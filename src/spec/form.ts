import { type Problem, problem, type Suggestion } from "../protocol/problem.ts";
import type { RunDocument, SpecPath } from "./document.ts";
import { suggestType, suggestValue } from "./fixes.ts";
import { flattenIssues, type Issue, valueAt } from "./issues.ts";
import { alternatives, type JsonSchema, schemasAt } from "./json-schema.ts";
import { unknownKey } from "./keys.ts";
import { currencyPattern, namePattern } from "./patterns.ts";
import { rangeToShow, show, showPath, typeName } from "./show.ts";
import type { Source } from "./source.ts";

/** Nobody reads more, and finding the place and the near names of each costs time. */
const mostProblems = 100;

/** zod's issues about a run file as problems, each at its place in the text. At most a hundred. */
export function formProblems(issues: readonly Issue[], source: Source): Problem[] {
  const flat = flattenIssues(issues.slice(0, mostProblems), source.json);
  const unknown = flat.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.slice(0, mostProblems).map((key) => unknownKey(source, pathOf(issue), key))
      : [],
  );
  const renamed = new Set(unknown.flatMap((found) => found.instead.map((path) => path.join("."))));
  const others = flat
    .filter((issue) => issue.code !== "unrecognized_keys")
    // A misspelt key is one mistake: that the right one is missing goes without saying.
    .filter((issue) => !(isMissing(issue, source) && renamed.has(pathOf(issue).join("."))))
    .map((issue) => fromIssue(issue, source));
  return [...unknown.map((found) => found.problem), ...others];
}

function pathOf(issue: Issue): (string | number)[] {
  return issue.path as (string | number)[];
}

function isMissing(issue: Issue, source: Source): boolean {
  if (issue.code !== "invalid_type" && issue.code !== "invalid_value") return false;
  return issue.path.length > 0 && valueAt(source.json, issue.path) === undefined;
}

function fromIssue(issue: Issue, source: Source): Problem {
  const path = pathOf(issue);
  if (isMissing(issue, source)) return missingField(path, source);
  const value = valueAt(source.json, path);
  const at = { range: rangeToShow(source.document, source.written(path)) };
  const place = showPath(path);
  const known = { place, value: show(value) };
  switch (issue.code) {
    case "invalid_type":
      if (value === null) return emptyValue(path, issue.expected, source);
      return wrongType(path, [issue.expected], source);
    case "invalid_value": {
      const parametrised = needsParameters(path, value, source);
      if (parametrised) return parametrised;
      const accepted = issue.values.map(String);
      const suggestions = suggestValue(source, path, value, accepted);
      const near = suggestions.length > 0 ? { near: suggestions.map(({ title }) => title).join(", ") } : {};
      return problem("wrong-value", { ...known, accepted: listed(accepted), ...near }, { ...at, suggestions });
    }
    case "invalid_union":
      return wrongUnion(issue, path, source);
    case "too_small":
      if (issue.origin === "array") return problem("empty-list", { place }, at);
      if (issue.origin === "string") return problem("empty-text", { place }, at);
      return problem("out-of-range", { ...known, [issue.inclusive ? "at_least" : "above"]: Number(issue.minimum) }, at);
    case "too_big":
      if (issue.origin === "string") return problem("text-too-long", { place, limit: Number(issue.maximum) }, at);
      return problem("out-of-range", { ...known, [issue.inclusive ? "at_most" : "below"]: Number(issue.maximum) }, at);
    case "invalid_format": {
      const pattern = "pattern" in issue ? String(issue.pattern) : issue.format;
      if (pattern === String(namePattern)) return problem("bad-name", known, at);
      if (pattern === String(currencyPattern)) return problem("bad-currency", known, at);
      return problem("wrong-format", { ...known, format: pattern }, at);
    }
    default:
      return problem("wrong-value", { ...known, accepted: issue.message }, at);
  }
}

/** A word that is right, but only as the key of what belongs to it: `regex` for `{regex: "…"}`. Null: it is no such word. */
function needsParameters(path: SpecPath, value: unknown, source: Source): Problem | null {
  const isKey = ({ properties }: JsonSchema) => properties !== undefined && Object.hasOwn(properties, String(value));
  if (typeof value !== "string" || !schemasAt(path).some(isKey)) return null;
  const range = rangeToShow(source.document, source.written(path));
  return problem("needs-parameters", { place: showPath(path), name: value }, { range });
}

function listed(words: readonly string[]): string {
  return words.length > 16 ? `${words.slice(0, 15).join(", ")} …` : words.join(", ");
}

function missingField(path: SpecPath, source: Source): Problem {
  const field = String(path.at(-1));
  const holder = path.slice(0, -1);
  const range = source.document.rangeOf(source.written(path), "key") ?? source.document.range(0, 0);
  const place = holder.length > 0 ? { place: showPath(holder) } : {};
  return problem("missing-field", { field, ...place }, { range, suggestions: suggestField(path, source.document) });
}

/** Only the version has a value that is right for everybody. */
function suggestField(path: SpecPath, document: RunDocument): Suggestion[] {
  if (path.join(".") !== "version" || document.root === null) return [];
  const start = document.root.range?.[0] ?? 0;
  if (document.text[start] === "{") return [];
  return [{ title: "+ version: 1", edit: { range: document.range(start, start), new_text: "version: 1\n" } }];
}

function emptyValue(path: SpecPath, expected: string, source: Source): Problem {
  const { document } = source;
  const schemas = schemasAt(path);
  const suggestions: Suggestion[] = [];
  const key = document.rangeOf(source.written(path), "key");
  // A block whose every key has a default is complete when it is empty.
  if (key && schemas.some((schema) => schema.properties && (schema.required ?? []).length === 0)) {
    const offset = document.offsetAt(key.end);
    const colon = /^\s*:/.exec(document.text.slice(offset));
    const end = offset + (colon?.[0].length ?? 0);
    if (colon) suggestions.push({ title: "{}", edit: { range: document.range(end, end), new_text: " {}" } });
  }
  const range = rangeToShow(source.document, source.written(path));
  return problem("empty-value", { place: showPath(path), expected: typeName(expected) }, { range, suggestions });
}

function wrongType(path: SpecPath, expected: string[], source: Source): Problem {
  const value = valueAt(source.json, path);
  const suggestions = expected.flatMap((type) => suggestType(source, path, value, type));
  const params = {
    place: showPath(path),
    expected: expected.map(typeName).join(" | "),
    found: typeName(value === null ? "null" : Array.isArray(value) ? "array" : typeof value),
  };
  return problem("wrong-type", params, { range: rangeToShow(source.document, source.written(path)), suggestions });
}

/** A union that no member comes near to: say what may stand there, once. */
function wrongUnion(issue: Extract<Issue, { code: "invalid_union" }>, path: SpecPath, source: Source): Problem {
  const members = schemasAt(path);
  const value = valueAt(source.json, path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const types = issue.errors.flatMap(([first]) => (first?.code === "invalid_type" ? [first.expected] : []));
    if (value === null) return emptyValue(path, types[0] ?? "string", source);
    return wrongType(path, [...new Set(types)], source);
  }
  const objects = members.flatMap(alternatives).filter((member) => member.properties);
  const choices = distinguishing(objects);
  const written = choices.filter((key) => Object.hasOwn(value, key));
  const code = written.length > 1 ? "exclusive-keys" : "missing-choice";
  const keys = (written.length > 1 ? written : choices).map((key) => `\`${key}\``).join(", ");
  return problem(code, { place: showPath(path), keys }, { range: rangeToShow(source.document, source.written(path)) });
}

/** The required keys that tell one member of a union from the others. */
function distinguishing(members: readonly JsonSchema[]): string[] {
  const all = members.flatMap((member) => member.required ?? []);
  return [...new Set(all)].filter((key) => all.filter((other) => other === key).length < members.length);
}
