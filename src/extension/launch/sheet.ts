import { formatBytes, formatEstimate } from "../../protocol/format.ts";
import type { Language } from "../../protocol/messages.ts";
import type { PlanReport } from "../../protocol/plan.ts";
import type { Translate } from "../translate.ts";
import { leavingLines } from "./leaving.ts";

/** What a person is told once before a file's first run: what it costs, and what leaves the machine. */
export interface Sheet {
  title: string;
  detail: string;
}

export function sheetOf(plan: PlanReport, t: Translate, language: Language): Sheet {
  const { total, stages } = plan;
  const reused = stages.filter(({ reused_from }) => reused_from !== null).length;
  const lines = [
    t("Time: {0}", total.seconds === null ? t("not known") : t("about {0}", formatEstimate(total.seconds, language))),
    t(
      "Memory: {0}",
      total.memory_bytes === null ? t("not known") : t("up to about {0}", formatBytes(total.memory_bytes)),
    ),
    t("Disk: {0}", total.disk_bytes === null ? t("not known") : t("about {0}", formatBytes(total.disk_bytes))),
    t("To download: {0}", total.download_bytes === 0 ? t("nothing") : formatBytes(total.download_bytes)),
    ...leavingLines(plan, t),
    "",
    reused === 0
      ? t("{0} stages.", stages.length)
      : t("{0} stages, {1} of them reused from earlier runs.", stages.length, reused),
  ];
  if (plan.items.test > 0 && plan.detectable_difference !== null) {
    const points = (plan.detectable_difference * 100).toFixed(1);
    lines.push(t("{0} test items can tell a difference of about {1} points.", plan.items.test, points));
  }
  for (const { severity, message } of plan.problems) if (severity === "warning") lines.push("", message);
  return { title: t("Run {0}?", plan.name), detail: lines.join("\n") };
}
