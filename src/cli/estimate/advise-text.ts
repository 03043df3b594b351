import type { Advice, AdviceOption, ArticleCheck, GridCell } from "../../protocol/advice.ts";
import { formatBytes, formatCount, formatDuration, UNKNOWN } from "../../protocol/format.ts";
import type { Params } from "../../protocol/messages.ts";
import { textOf } from "../../text/text.ts";
import type { Io } from "../io.ts";
import { table } from "../table.ts";
import { moneyText } from "./text.ts";

const bytesParams = new Set(["needed", "usable", "int4", "files", "fp8", "bf16"]);
const moneyParams = new Set(["monthly", "purchase", "electricity", "at_36", "at_75"]);

/** The article's table, row by row: what it says, and what the arithmetic says. */
export function articleText(checks: readonly ArticleCheck[], io: Io): string[] {
  return checks.flatMap((check) => [
    "",
    io.out.paint("bold", io.t("article-row", rowParams(check, io))),
    ...check.findings.map(({ code, holds, params }) => {
      const mark = holds ? io.out.paint("green", "✓") : io.out.paint("red", "✗");
      return `  ${mark} ${textOf(code, shown(params, io), io.language)}`;
    }),
  ]);
}

function rowParams({ size, quantization, purchase, monthly }: ArticleCheck, io: Io): Params {
  const money = (amount: number) => moneyText(amount, "CNY", io);
  const [low, high] = monthly;
  return {
    size,
    quantization,
    purchase: purchase.map(money).join("–"),
    monthly: low == null ? `< ${money(high ?? 0)}` : `${money(low)}–${money(high ?? 0)}`,
  };
}

/** Numbers as people read them. */
function shown(params: Params, io: Io): Params {
  const entries = Object.entries(params).map(([name, value]): [string, string | number] => {
    if (typeof value !== "number") return [name, value];
    if (bytesParams.has(name)) return [name, formatBytes(value)];
    if (moneyParams.has(name)) return [name, moneyText(Math.round(value), "CNY", io)];
    return [name, value.toLocaleString("en")];
  });
  return Object.fromEntries(entries);
}

export function adviceText({ start, next, move_when, options, devices }: Advice, io: Io): string[] {
  const { t, language } = io;
  const head = [
    t("model-column"),
    t("weights-column"),
    t("device"),
    t("answer-column"),
    t("month-column"),
    t("thousand-column"),
    t("quality-column"),
    "",
  ];
  const rows = options.map((option) => cells(option, io));
  const [header = "", ...lines] = table([head, ...rows], new Set([1, 3, 4, 5, 6]));
  const why = move_when.map(({ code, params }) => `  - ${textOf(code, shown(params, io), language)}`);
  return [
    devices.length > 0 ? t("advise-on", { devices: devices.join(", ") }) : t("advise-priced"),
    "",
    io.out.paint("dim", header),
    ...lines,
    "",
    start ? t("advise-start", { option: nameOf(start) }) : t("advise-nothing"),
    ...(next ? [t("advise-next", { option: nameOf(next) }), ...why] : []),
    "",
    t("advise-quality"),
  ];
}

function nameOf({ model, quant, device, count }: AdviceOption): string {
  const place = device === null ? "" : ` · ${count > 1 ? `${count} × ` : ""}${device}`;
  return `${model}${quant === null ? "" : ` ${quant}`}${place}`;
}

function cells(option: AdviceOption, io: Io): string[] {
  const money = (amount: number | null) => (amount === null ? UNKNOWN : moneyText(amount, option.currency, io));
  const { quality } = option;
  return [
    `${option.model}${option.quant === null ? "" : ` ${option.quant}`}`,
    formatCount(option.parameters),
    option.device ?? io.t("model-hosted"),
    formatDuration(option.seconds_per_answer, io.language),
    money(option.per_month),
    money(option.per_thousand_answers),
    quality ? `${quality.metric} ${(quality.mean * 100).toFixed(1)} % (${quality.n})` : UNKNOWN,
    option.against.map((code) => textOf(code, {}, io.language)).join(", "),
  ];
}

/** A line for each model and device: every quantization's verdict, and the most that the smallest one takes. */
export function gridText(grid: readonly GridCell[], io: Io): string[] {
  const quants = [...new Set(grid.map(({ quant }) => quant))];
  const rows = new Map<string, GridCell[]>();
  for (const cell of grid) {
    const key = `${cell.arch}\n${cell.device}`;
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  }
  const lines = [...rows.values()].map((cells) => {
    const [most] = [...cells].sort((a, b) => b.max_context - a.max_context);
    const verdicts = quants.map((quant) => {
      const cell = cells.find((candidate) => candidate.quant === quant);
      return cell ? io.t(`fit-${cell.verdict}`) : UNKNOWN;
    });
    const limits = [most?.max_context ?? 0, most?.max_users ?? 0].map((count) =>
      count > 0 ? count.toLocaleString("en") : UNKNOWN,
    );
    return [cells[0]?.arch ?? "", cells[0]?.device ?? "", ...verdicts, ...limits];
  });
  const head = [io.t("model-column"), io.t("device"), ...quants, io.t("max-context"), io.t("max-users")];
  const [header = "", ...body] = table([head, ...lines], new Set([2 + quants.length, 3 + quants.length]));
  return [io.out.paint("dim", header), ...body];
}
