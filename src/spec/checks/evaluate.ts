import type { Problem, Suggestion } from "../../protocol/problem.ts";
import { candidatesOfRun, reservedNames } from "../candidates.ts";
import type { RunDocument, SpecPath } from "../document.ts";
import { matrixSize, mostVariants } from "../matrix.ts";
import { nearest } from "../near.ts";
import { quantizationTypes, type RunSpec } from "../schema.ts";
import { type EvaluateSpec, isScoreFile, metricOf } from "../schema-evaluate.ts";
import { judgeOf } from "../schema-scorers.ts";
import { problemAt } from "./at.ts";

/** The judging against itself, the data and the candidates that there will be. */
export function checkEvaluate(spec: RunSpec, document: RunDocument): Problem[] {
  const { evaluate } = spec;
  if (!evaluate) return [];
  return [
    ...checkScorers(spec, evaluate, document),
    ...checkRivals(evaluate, document),
    ...checkMetrics(spec, evaluate, document),
    ...checkCandidates(spec, evaluate, document),
    ...checkNeeds(spec, evaluate, document),
  ];
}

/** Choosing on validation rows needs such rows, and only what was tuned can have forgotten something. */
function checkNeeds({ data, train }: RunSpec, { select, forgetting }: EvaluateSpec, document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  if (select === "validation" && data.validation === undefined) {
    problems.push(problemAt(document, ["evaluate", "select"], "select-needs-validation"));
  }
  if (forgetting && !train) problems.push(problemAt(document, ["evaluate", "forgetting"], "forgetting-needs-train"));
  return problems;
}

/** The metrics that scorers give: each its own name, and `rules.<id>` for each rule. */
function metricsOf({ data }: RunSpec, { scorers }: EvaluateSpec): string[] {
  return [...scorers.map(metricOf), ...(scorers.includes("rules") ? data.rules.map(({ id }) => `rules.${id}`) : [])];
}

/** `fields.<name>` is a metric as well; which names there are is up to the answers. */
function isMetric(metric: string, known: readonly string[]): boolean {
  return known.includes(metric) || (metric.startsWith("fields.") && known.includes("fields"));
}

function checkScorers({ data }: RunSpec, evaluate: EvaluateSpec, document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  const names = evaluate.scorers.map(metricOf);
  for (const [index, scorer] of names.entries()) {
    const path = ["evaluate", "scorers", index];
    const earlier = evaluate.scorers[names.indexOf(scorer)];
    const written = evaluate.scorers[index]!;
    if (names.indexOf(scorer) < index) {
      // The same twice is only superfluous; with other parameters one name would mean two things.
      const severity = JSON.stringify(earlier) === JSON.stringify(written) ? "warning" : "error";
      problems.push(problemAt(document, path, "duplicate-scorer", { scorer }, { severity }));
    } else if (scorer === "schema" && data.schema === undefined) {
      problems.push(problemAt(document, path, "scorer-needs", { scorer, key: "data.schema" }));
    } else if (scorer === "rules" && data.rules.length === 0) {
      problems.push(problemAt(document, path, "scorer-needs", { scorer, key: "data.rules" }));
    } else if (typeof written === "object" && "regex" in written) {
      const detail = regexFault(written.regex);
      if (detail !== null) problems.push(problemAt(document, [...path, "regex"], "regex-broken", { detail }));
    } else if (typeof written === "object" && "length" in written && written.length.at_least > written.length.at_most) {
      const { at_least, at_most } = written.length;
      problems.push(problemAt(document, [...path, "length"], "length-impossible", { at_least, at_most }));
    }
  }
  const constrained: [SpecPath, string][] = [
    [["evaluate", "decode", "constrain"], evaluate.decode.constrain],
    ...evaluate.rivals.map((rival, index): [SpecPath, string] => [
      ["evaluate", "rivals", index, "constrain"],
      rival.constrain,
    ]),
  ];
  for (const [path, constrain] of constrained) {
    if (constrain === "schema" && data.schema === undefined) {
      problems.push(problemAt(document, path, "constrain-needs-schema"));
    }
  }
  return problems;
}

/** What is wrong with a pattern, as the engine says it; null: nothing. */
function regexFault(pattern: string): string | null {
  try {
    new RegExp(pattern, "u");
    return null;
  } catch (error) {
    // "Invalid regular expression: /(/u: Unterminated group": the last part says it.
    return error instanceof Error ? error.message.replace(/^.*: /s, "") : String(error);
  }
}

function checkRivals({ rivals }: EvaluateSpec, document: RunDocument): Problem[] {
  const taken: readonly string[] = [...reservedNames, ...quantizationTypes];
  const seen = new Set<string>();
  return rivals.flatMap(({ name }, index) => {
    const path = ["evaluate", "rivals", index, "name"];
    if (seen.has(name)) return [problemAt(document, path, "duplicate-rival", { name })];
    seen.add(name);
    return taken.includes(name.toLowerCase()) ? [problemAt(document, path, "reserved-name", { name })] : [];
  });
}

function checkMetrics(spec: RunSpec, evaluate: EvaluateSpec, document: RunDocument): Problem[] {
  const metrics = metricsOf(spec, evaluate);
  const named: [SpecPath, string][] = [
    [["evaluate", "primary"], evaluate.primary],
    ...evaluate.good_enough.map((gate, index): [SpecPath, string] => [
      ["evaluate", "good_enough", index, "metric"],
      gate.metric,
    ]),
  ];
  return named
    .filter(([, metric]) => !isMetric(metric, metrics))
    .map(([path, metric]) => unknownName(document, path, "unknown-metric", metric, metrics));
}

function checkCandidates(spec: RunSpec, evaluate: EvaluateSpec, document: RunDocument): Problem[] {
  // A matrix that is refused anyway has no candidates; its own problem says why.
  if (matrixSize(spec.matrix) > mostVariants) return [];
  const names = candidateNames(spec);
  if (!names) return [];
  const named: [SpecPath, string][] = evaluate.good_enough.flatMap((gate, index): [SpecPath, string][] =>
    "against" in gate ? [[["evaluate", "good_enough", index, "against"], gate.against]] : [],
  );
  if (evaluate.baseline !== undefined) named.push([["evaluate", "baseline"], evaluate.baseline]);
  for (const [index, scorer] of evaluate.scorers.entries()) {
    const against = judgeOf(scorer)?.against;
    if (against !== undefined) named.push([["evaluate", "scorers", index, "judge", "against"], against]);
  }
  return named
    .filter(([path, name]) => !names.includes(name) && !(path.at(-1) === "against" && isScoreFile(name)))
    .map(([path, name]) => unknownName(document, path, "unknown-candidate", name, names));
}

/**
 * Names by which a candidate may be called in the file: its own in each cell, its full one across cells, and
 * `reference`, whatever that is called. Null where a cell cannot be made; the matrix check says why.
 */
export function candidateNames(spec: RunSpec): string[] | null {
  try {
    const full = candidatesOfRun(spec);
    return [...new Set(["reference", ...full.map(({ candidate }) => candidate.name), ...full.map(({ name }) => name)])];
  } catch {
    return null;
  }
}

function unknownName(
  document: RunDocument,
  path: SpecPath,
  code: string,
  name: string,
  known: readonly string[],
): Problem {
  const near = nearest(name, known);
  const range = document.rangeOf(path, "value");
  const suggestions = near.map(
    (title): Suggestion => (range ? { title, edit: { range, new_text: title } } : { title }),
  );
  const shown = known.length > 20 ? `${known.slice(0, 20).join(", ")} …` : known.join(", ");
  const params = { name, known: shown, ...(near.length > 0 ? { near: near.join(", ") } : {}) };
  return problemAt(document, path, code, params, { suggestions });
}
