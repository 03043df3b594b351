import type { Plan } from "../plan/plan.ts";
import { askedModel, type StageWork } from "../plan/stage.ts";
import { hostOf } from "../protocol/host.ts";
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
    total: { ...totalOf(stages), download_bytes: downloads, ...leavingOf(stages, plan?.stages ?? []) },
    items: { train: data.train?.items ?? 0, validation: data.validation?.items ?? 0, test: data.test?.items ?? 0 },
    detectable_difference: detectable,
    problems: problems.map((problem) => renderProblem(problem, language)),
  };
}

/** What goes to other machines, where to, and what it costs. Targets other than this machine are refused before they could. */
function leavingOf(stages: readonly PlannedStage[], works: Plan["stages"]) {
  const fresh = stages.filter(({ reused_from }) => reused_from === null);
  const leaves_machine_bytes = fresh.reduce((sum, { estimate }) => sum + (estimate.leaves_machine_bytes ?? 0), 0);
  const costs = new Map<string, number>();
  for (const { estimate } of fresh) {
    const { cost } = estimate;
    if (cost) costs.set(cost.currency, (costs.get(cost.currency) ?? 0) + cost.amount);
  }
  const leaving = new Set(fresh.filter(({ estimate }) => estimate.leaves_machine_bytes).map(({ id }) => id));
  const hosts = works.filter(({ id }) => leaving.has(id)).flatMap(({ work }) => hostOfWork(work) ?? []);
  return {
    leaves_machine_bytes,
    ...(costs.size > 0 ? { costs: [...costs].map(([currency, amount]) => ({ amount, currency })) } : {}),
    ...(hosts.length > 0 ? { hosts: [...new Set(hosts)] } : {}),
  };
}

function hostOfWork(work: StageWork): string | null {
  const model = askedModel(work);
  return model?.from === "endpoint" ? hostOf(model.endpoint.url) : null;
}

type Needed = "memory_bytes" | "seconds" | "disk_bytes";

/** Time and disk add up, memory is the largest; null where a stage that will run is not known. */
function totalOf(stages: readonly PlannedStage[]): Estimate {
  const fresh = stages.filter(({ reused_from }) => reused_from === null).map(({ estimate }) => estimate);
  const values = (name: Needed) => fresh.flatMap((estimate) => estimate[name] ?? []);
  const complete = (name: Needed) => values(name).length === fresh.length;
  const sum = (name: Needed) => (complete(name) ? values(name).reduce((total, value) => total + value, 0) : null);
  return {
    memory_bytes: fresh.length === 0 ? 0 : Math.max(...values("memory_bytes"), 0) || null,
    seconds: sum("seconds"),
    disk_bytes: sum("disk_bytes"),
  };
}
