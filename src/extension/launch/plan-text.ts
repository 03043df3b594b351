import { formatBytes, formatEstimate, formatShare, UNKNOWN } from "../../protocol/format.ts";
import type { Language } from "../../protocol/messages.ts";
import type { PlannedStage, PlanReport } from "../../protocol/plan.ts";
import type { Translate } from "../translate.ts";
import { shortId } from "../words.ts";
import { leavingLines } from "./leaving.ts";

/** A plan as a text with aligned columns: one row for each stage in the order in which they run. */
export function planText(plan: PlanReport, t: Translate, language: Language): string {
  const head = [t("stage"), t("reused from"), t("time"), t("memory"), t("disk"), t("needs")];
  const rows = plan.stages.map((stage) => rowOf(stage, language));
  const { total } = plan;
  const sum = [t("total"), "", formatEstimate(total.seconds, language), formatBytes(total.memory_bytes)];
  const facts = [
    t(
      "Items: {0} to train on, {1} for validation, {2} for the test.",
      plan.items.train,
      plan.items.validation,
      plan.items.test,
    ),
    t("To download: {0}", total.download_bytes === 0 ? t("nothing") : formatBytes(total.download_bytes)),
    ...leavingLines(plan, t),
  ];
  if (plan.detectable_difference !== null) {
    facts.push(t("What the test items can tell: differences of about {0}.", formatShare(plan.detectable_difference)));
  }
  const sections = [
    t("Plan of {0}", plan.name),
    plan.problems.map(({ severity, message }) => `${mark(severity, t)}: ${message}`).join("\n"),
    rows.length === 0 ? "" : table([head, ...rows, [...sum, formatBytes(total.disk_bytes)]]),
    facts.join("\n"),
    t("Times, memory and disk are estimates. Stages that are reused cost nothing, and are not in the total."),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function mark(severity: PlanReport["problems"][number]["severity"], t: Translate): string {
  if (severity === "error") return t("Error");
  return severity === "warning" ? t("Warning") : t("Note");
}

function rowOf({ id, inputs, reused_from, estimate }: PlannedStage, language: Language): string[] {
  return [
    id,
    reused_from === null ? UNKNOWN : shortId(reused_from),
    formatEstimate(estimate.seconds, language),
    formatBytes(estimate.memory_bytes),
    formatBytes(estimate.disk_bytes),
    inputs.length === 0 ? UNKNOWN : inputs.join(", "),
  ];
}

/** Columns as wide as their widest cell; the last line is set apart. */
function table(rows: readonly string[][]): string {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ""))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + " ".repeat(widths[column]! - width(cell)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((size) => "─".repeat(size)).join("──");
  const [head, ...body] = rows.map(line);
  return [head, rule, ...body.slice(0, -1), rule, ...body.slice(-1)].join("\n");
}

/** Chinese characters take two cells of a monospaced font. */
function width(text: string): number {
  let cells = 0;
  for (const character of text)
    cells += /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(character)
      ? 2
      : 1;
  return cells;
}
