import { formatAmount, formatBytes, formatDuration, UNKNOWN } from "../protocol/format.ts";
import type { PlanReport } from "../protocol/plan.ts";
import type { Io } from "./io.ts";
import { table } from "./table.ts";

/** A plan as a table, one row for each stage in the order in which they run, and what it comes to. */
export function planText(plan: PlanReport, io: Io): string[] {
  const { t, language, out } = io;
  const head = [t("stage"), t("reused"), t("time"), t("memory"), t("disk")];
  const rows = plan.stages.map(({ id, reused_from, estimate }) => [
    id,
    reused_from === null ? UNKNOWN : shortRun(reused_from),
    formatDuration(estimate.seconds, language),
    formatBytes(estimate.memory_bytes),
    formatBytes(estimate.disk_bytes),
  ]);
  const { total, items } = plan;
  const sum = [
    t("total"),
    "",
    formatDuration(total.seconds, language),
    formatBytes(total.memory_bytes),
    formatBytes(total.disk_bytes),
  ];
  const [header = "", ...lines] = table([head, ...rows, sum], new Set([2, 3, 4]));
  const facts = [t("plan-items", items), ...transfers(plan, io), ...detectable(plan, io), t("plan-estimates")];
  return [out.paint("bold", t("plan-of", { name: plan.name })), "", out.paint("dim", header), ...lines, "", ...facts];
}

/** What the run file costs, before it is run for the first time. */
export function sheetText(plan: PlanReport, io: Io): string[] {
  const { t, language } = io;
  const { total, stages } = plan;
  const value = (text: string) => (text === UNKNOWN ? t("unknown") : t("about_value", { value: text }));
  const reused = stages.filter(({ reused_from }) => reused_from !== null).length;
  return [
    io.err.paint("bold", t("sheet-title", { name: plan.name })),
    `  ${t("sheet-time", { value: value(formatDuration(total.seconds, language)) })}`,
    `  ${t("sheet-memory", { value: value(formatBytes(total.memory_bytes)) })}`,
    `  ${t("sheet-disk", { value: value(formatBytes(total.disk_bytes)) })}`,
    `  ${t("sheet-download", { value: bytesOrNothing(total.download_bytes, io) })}`,
    `  ${t("sheet-leaves", { value: leaving(plan, io) })}`,
    ...costs(plan).map((value) => `  ${t("sheet-cost", { value: t("about_value", { value }) })}`),
    ...(reused > 0 ? [`  ${t("sheet-reused", { reused, stages: stages.length })}`] : []),
    ...detectable(plan, io).map((line) => `  ${line}`),
  ];
}

function transfers(plan: PlanReport, io: Io): string[] {
  return [
    io.t("plan-download", { value: bytesOrNothing(plan.total.download_bytes, io) }),
    io.t("plan-leaves", { value: leaving(plan, io) }),
    ...costs(plan).map((value) => io.t("plan-cost", { value })),
  ];
}

/** How much goes where: `1.2 MB → api.example.com`. */
function leaving({ total }: PlanReport, io: Io): string {
  const where = total.hosts ? ` → ${total.hosts.join(", ")}` : "";
  return `${bytesOrNothing(total.leaves_machine_bytes, io)}${where}`;
}

/** Estimates by the run file's prices, if no answer is in the store yet. */
function costs({ total }: PlanReport): string[] {
  return (total.costs ?? []).map(({ amount, currency }) => `${formatAmount(amount)} ${currency}`);
}

function bytesOrNothing(bytes: number, io: Io): string {
  return bytes === 0 ? io.t("nothing") : formatBytes(bytes);
}

function detectable({ detectable_difference: difference, items }: PlanReport, io: Io): string[] {
  if (difference === null) return [];
  return [io.t("plan-detectable", { items: items.test, points: (difference * 100).toFixed(1) })];
}

/** Enough of an id to name it; a UUID of version 7 begins with the time, so its end is what differs. */
export function shortRun(run: string): string {
  return run.slice(0, 13);
}
