import type { Language } from "../protocol/messages.ts";
import type { Estimate, PlannedStage, PlanReport } from "../protocol/plan.ts";
import { renderProblem } from "../text/text.ts";
import type { Prepared } from "./prepare.ts";

/** What `plan --json` prints, and what the sheet before a run is made of. */
export function planReport(prepared: Prepared, language: Language = "en"): PlanReport {
  const { plan, loaded, problems, data, detectable } = prepared;
  const stages = plan?.stages.map(({ work: _work, recipe: _recipe, ...planned }): PlannedStage => planned) ?? [];
  const downloads = [...prepared.models.values()].reduce((sum, model) => sum + model.download_bytes, 0);
  return {
    name: loaded.value?.name ?? "",
    variants: plan?.variants ?? [],
    stages,
    // Nothing of a local run leaves the machine; other targets are refused before they could.
    total: { ...totalOf(stages), download_bytes: downloads, leaves_machine_bytes: 0 },
    items: { train: data.train?.items ?? 0, validation: data.validation?.items ?? 0, test: data.test?.items ?? 0 },
    detectable_difference: detectable,
    problems: problems.map((problem) => renderProblem(problem, language)),
  };
}

/** Time and disk add up, memory is the largest; null where a stage that will run is not known. */
function totalOf(stages: readonly PlannedStage[]): Estimate {
  const fresh = stages.filter(({ reused_from }) => reused_from === null).map(({ estimate }) => estimate);
  const values = (name: keyof Estimate) => fresh.flatMap((estimate) => estimate[name] ?? []);
  const complete = (name: keyof Estimate) => values(name).length === fresh.length;
  const sum = (name: keyof Estimate) =>
    complete(name) ? values(name).reduce((total, value) => total + value, 0) : null;
  return {
    memory_bytes: fresh.length === 0 ? 0 : Math.max(...values("memory_bytes"), 0) || null,
    seconds: sum("seconds"),
    disk_bytes: sum("disk_bytes"),
  };
}
