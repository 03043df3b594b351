import { readMetrics, resolveRun } from "../../core.ts";
import type { MetricTableReport } from "../../protocol/cli-runs.ts";
import { type Command, exitCode } from "../command.ts";
import type { Io } from "../io.ts";
import { table } from "../table.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "metrics",
  summary: {
    en: "Print what training measured, step by step and in full: a summary, CSV or JSON.",
    "zh-cn": "输出训练逐步测得的全部指标：摘要、CSV 或 JSON。",
  },
  operands: "RUN",
  count: [1, 1],
  options: {
    csv: { about: { en: "Every step as a line of CSV.", "zh-cn": "每一步输出为一行 CSV。" } },
    stage: { value: "STAGE", about: { en: "Only this stage.", "zh-cn": "仅此阶段。" } },
  },
  examples: ["metrics latest", "metrics latest --csv > steps.csv"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const run = await resolveRun(workspace, args.operands[0] ?? "");
    const stage = args.text("stage");
    const all = await readMetrics(workspace, run);
    const found = stage === undefined ? all : all.filter((each) => each.stage === stage);
    if (io.json) {
      const report: MetricTableReport[] = found.map(({ values, ...rest }) => ({ ...rest, rows: rowsOf(values) }));
      io.out.line(JSON.stringify(report));
    } else if (args.flag("csv")) for (const line of csvLines(found)) io.out.line(line);
    else for (const line of summary(found, io)) io.out.line(line);
    return exitCode.fine;
  },
};

type Tables = Awaited<ReturnType<typeof readMetrics>>;

/** JSON has no NaN: what was not measured is null. */
function rowsOf(values: readonly Float64Array[]): (number | null)[][] {
  return Array.from({ length: values[0]?.length ?? 0 }, (_, row) =>
    values.map((column) => (Number.isFinite(column[row]) ? column[row]! : null)),
  );
}

/** One header for all tables, so that one file holds them. */
function* csvLines(tables: Tables): Generator<string> {
  const names = [...new Set(tables.flatMap(({ columns }) => columns))];
  yield ["stage", "event", ...names].join(",");
  for (const { stage, kind, columns, values } of tables) {
    const places = names.map((name) => columns.indexOf(name));
    for (let row = 0; row < (values[0]?.length ?? 0); row += 1) {
      const cells = places.map((place) => {
        const value = values[place]?.[row];
        return value === undefined || Number.isNaN(value) ? "" : String(value);
      });
      yield [`"${stage.replaceAll('"', '""')}"`, kind, ...cells].join(",");
    }
  }
}

function summary(tables: Tables, io: Io): string[] {
  if (tables.length === 0) return [io.t("metrics-none")];
  const head = [
    io.t("stage"),
    io.t("metric"),
    io.t("values"),
    io.t("first"),
    io.t("last"),
    io.t("lowest"),
    io.t("highest"),
  ];
  const rows = tables.flatMap(({ stage, kind, columns, values }) =>
    columns.slice(1).map((name, index) => {
      const known = (values[index + 1] ?? new Float64Array()).filter((value) => !Number.isNaN(value));
      const label = kind === "train.evaluation" ? `${name} (${io.t("validation")})` : name;
      return [stage, label, String(known.length), ...figures(known)];
    }),
  );
  const [header = "", ...lines] = table([head, ...rows], new Set([2, 3, 4, 5, 6]));
  return [io.out.paint("dim", header), ...lines];
}

/** A loop and not `Math.min(...)`: a long training has more steps than a call has room for arguments. */
function figures(values: Float64Array): string[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [values[0], values.at(-1), low, high].map((value) =>
    value === undefined || !Number.isFinite(value) ? "–" : String(Number(value.toPrecision(5))),
  );
}
