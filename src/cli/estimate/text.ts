import type { Assumption, DeviceFit, Estimate, Residual } from "../../protocol/estimate.ts";
import { formatBytes, formatCount, formatDuration, UNKNOWN } from "../../protocol/format.ts";
import type { Io } from "../io.ts";
import type { CliCode } from "../messages.ts";
import { table } from "../table.ts";

/** Devices of a verdict that are worth naming when all were tried. */
const NAMED = 6;

export function estimateText(estimate: Estimate, io: Io): string[] {
  const { t } = io;
  const { low, likely, high, parts, coverage } = estimate.memory_bytes;
  const range = { low: formatBytes(low), likely: formatBytes(likely), high: formatBytes(high) };
  return [
    io.out.paint(
      "bold",
      t("estimate-of", {
        model: estimate.model,
        parameters: formatCount(estimate.parameters),
        method: estimate.method,
      }),
    ),
    "",
    t("estimate-memory", { ...range, coverage: Math.round(coverage * 100) }),
    ...table(
      Object.entries(parts).map(([name, bytes]) => [`  ${partName(name, io)}`, formatBytes(bytes)]),
      new Set([1]),
    ),
    "",
    ...secondsText(estimate, io),
    ...costText(estimate, io),
    ...fitsText(estimate.fits, io),
    "",
    t("estimate-assumptions"),
    ...table(estimate.assumptions.map((note) => [`  ${note.name}`, valueText(note), t(`origin-${note.origin}`)])),
  ];
}

function partName(name: string, io: Io): string {
  const code = `part-${name}`;
  return isPart(code) ? io.t(code) : name;
}

const partCodes = [
  "part-weights",
  "part-cache",
  "part-buffers",
  "part-overhead",
  "part-adapter",
  "part-gradients",
  "part-optimizer",
  "part-activations",
  "part-logits",
  "part-generation",
] as const satisfies readonly CliCode[];

function isPart(code: string): code is (typeof partCodes)[number] {
  return (partCodes as readonly string[]).includes(code);
}

function secondsText({ seconds }: Estimate, io: Io): string[] {
  const { t, language } = io;
  if (!seconds) return [t("estimate-time-needs-device"), ""];
  const duration = (value: number) => formatDuration(value, language);
  const lines = [
    t(`estimate-seconds-${seconds.of}`, {
      low: duration(seconds.low),
      likely: duration(seconds.likely),
      high: duration(seconds.high),
    }),
  ];
  if (seconds.first_token !== null)
    lines.push(
      t("estimate-tokens", {
        first: duration(seconds.first_token),
        each: (seconds.tokens_per_second ?? 0).toFixed(1),
        all: (seconds.tokens_per_second_all ?? 0).toFixed(1),
      }),
    );
  return [...lines, ""];
}

const moneyRows = [
  "purchase",
  "depreciation_per_month",
  "electricity_per_month",
  "owned_per_month",
  "rented_per_month",
  "owned_per_run",
  "rented_per_run",
  "owned_per_thousand_answers",
  "rented_per_thousand_answers",
] as const;

function costText({ cost }: Estimate, io: Io): string[] {
  const rows = moneyRows.flatMap((name) => {
    const amount = cost[name];
    return amount === null ? [] : [[`  ${io.t(`cost-${name}`)}`, moneyText(amount, cost.currency, io)]];
  });
  return rows.length === 0 ? [] : [io.t("estimate-cost"), ...table(rows, new Set([1])), ""];
}

/** Chinese counts in ten thousands: 12 万. */
export function moneyText(amount: number, currency: string, { language }: Pick<Io, "language">): string {
  const symbol = currency === "CNY" ? "¥" : `${currency} `;
  if (language === "zh-cn" && Math.abs(amount) >= 10_000) return `${symbol}${trimmed(amount / 10_000)} 万`;
  const digits = Math.abs(amount) >= 100 ? 0 : Math.abs(amount) >= 1 ? 2 : 4;
  return symbol + amount.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function trimmed(value: number): string {
  return value.toFixed(value >= 100 ? 0 : 1).replace(/\.0$/, "");
}

function fitsText(fits: readonly DeviceFit[], io: Io): string[] {
  const { t, out } = io;
  const shown = fits.length <= NAMED ? fits : chosen(fits);
  const head = [t("device"), t("verdict-column"), t("usable"), t("max-context"), t("max-users"), t("tokens-a-second")];
  const rows = shown.map((fit) => [
    `  ${fit.count > 1 ? `${fit.count} × ` : ""}${fit.device}`,
    t(`fit-${fit.verdict}`),
    formatBytes(fit.usable_bytes),
    fit.max_context > 0 ? fit.max_context.toLocaleString("en") : UNKNOWN,
    fit.max_users > 0 ? fit.max_users.toLocaleString("en") : UNKNOWN,
    fit.tokens_per_second === null ? UNKNOWN : fit.tokens_per_second.toFixed(1),
  ]);
  const [header = "", ...lines] = table([[`  ${head[0]}`, ...head.slice(1)], ...rows], new Set([2, 3, 4, 5]));
  const left = fits.length - shown.length;
  const needed = formatBytes(fits[0]?.needed_bytes ?? null);
  return [
    t("estimate-fits", { needed }),
    out.paint("dim", header),
    ...lines,
    ...(left > 0 ? [`  ${t("estimate-fits-left", { left })}`] : []),
  ];
}

/** The smallest that fit, those that are tight, and the largest that do not. */
function chosen(fits: readonly DeviceFit[]): DeviceFit[] {
  const bySize = [...fits].sort((a, b) => a.usable_bytes - b.usable_bytes);
  const of = (verdict: DeviceFit["verdict"]) => bySize.filter((fit) => fit.verdict === verdict);
  return [...of("no").slice(-2), ...of("tight").slice(0, NAMED), ...of("fits").slice(0, NAMED)];
}

function valueText({ value, unit }: Assumption): string {
  return unit ? `${value} ${unit}` : String(value);
}

/** How far this machine's own stages were from what was estimated of them. */
export function residualText(residuals: readonly Residual[], io: Io): string[] {
  if (residuals.length === 0) return [io.t("residuals-none")];
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const rows = residuals.map(({ key, n, bias, error, corrected_error }) => [
    key,
    String(n),
    percent(bias),
    percent(error),
    percent(corrected_error),
  ]);
  const head = ["stage", "n", "bias", "error", "corrected"].map((name) => io.t(`residual-${name as "n"}`));
  const [header = "", ...lines] = table([head, ...rows], new Set([1, 2, 3, 4]));
  return [io.out.paint("dim", header), ...lines];
}
