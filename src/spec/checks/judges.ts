import type { Problem } from "../../protocol/problem.ts";
import type { RunDocument } from "../document.ts";
import type { RunSpec } from "../schema.ts";
import { resolveEndpointUrl } from "../schema-endpoint.ts";
import { metricOf } from "../schema-evaluate.ts";
import type { JudgeSpec } from "../schema-judge.ts";
import { problemAt } from "./at.ts";
import { checkEndpoint } from "./endpoints.ts";

/** Judges that are not named, can't tell grades apart, or judge themselves; programs that nothing here can run. */
export function checkJudges(spec: RunSpec, document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  for (const [index, scorer] of (spec.evaluate?.scorers ?? []).entries()) {
    if (typeof scorer === "string") continue;
    const path = ["evaluate", "scorers", index];
    if ("custom" in scorer && !/\.(mjs|cjs|js|py)$/.test(scorer.custom.file)) {
      problems.push(problemAt(document, [...path, "custom", "file"], "custom-file-kind", { file: scorer.custom.file }));
    }
    if ("judge" in scorer) problems.push(...checkJudge(scorer.judge, [...path, "judge"], spec, document));
  }
  return [...problems, ...checkSelection(spec, document)];
}

/** The validation rows are scored where the variant is chosen, and nobody is asked about those. */
function checkSelection({ evaluate }: RunSpec, document: RunDocument): Problem[] {
  if (evaluate?.select !== "validation") return [];
  const { primary, scorers } = evaluate;
  const isAsked = scorers.some(
    (scorer) => typeof scorer === "object" && ("judge" in scorer || "custom" in scorer) && metricOf(scorer) === primary,
  );
  return isAsked ? [problemAt(document, ["evaluate", "select"], "select-needs-own-metric", { metric: primary })] : [];
}

function checkJudge(judge: JudgeSpec, path: (string | number)[], spec: RunSpec, document: RunDocument): Problem[] {
  const { model, endpoint, scale, pairwise, against } = judge;
  const problems: Problem[] = [];
  if (model === undefined && !endpoint) problems.push(problemAt(document, path, "judge-without-model"));
  if (model !== undefined && endpoint) {
    problems.push(problemAt(document, [...path, "model"], "model-and-endpoint", { place: "judge" }));
  }
  if (endpoint) problems.push(...checkEndpoint(endpoint, [...path, "endpoint"], spec, document));
  if (!scale.every((grade, index) => index === 0 || grade > scale[index - 1]!)) {
    problems.push(problemAt(document, [...path, "scale"], "judge-scale-order"));
  }
  if (against !== undefined && !pairwise)
    problems.push(problemAt(document, [...path, "against"], "judge-against-alone"));
  const under = judgedNames(judge, spec);
  if (under !== null) {
    const at = [...path, model === undefined ? "endpoint" : "model"];
    problems.push(problemAt(document, at, "judge-under-test", { model: under }, { severity: "warning" }));
  }
  return problems;
}

/** The judge's model where it is also one of those that are judged, or what they are made of; null: it stands apart. */
function judgedNames({ model, endpoint }: JudgeSpec, { model: base, matrix, evaluate }: RunSpec): string | null {
  const rivals = evaluate?.rivals ?? [];
  if (endpoint) {
    const same = rivals.some(
      (rival) =>
        rival.endpoint?.model === endpoint.model &&
        resolveEndpointUrl(rival.endpoint.url) === resolveEndpointUrl(endpoint.url),
    );
    return same ? endpoint.model : null;
  }
  const judged = [base, ...(matrix.model ?? []), ...rivals.map((rival) => rival.model)];
  return model !== undefined && judged.includes(model) ? model : null;
}
