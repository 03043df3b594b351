// `npm run bench:sizing [-- FILE]`: estimates against measured rows, in Markdown. FILE: a CSV of the format that
// test/data/sizing/README.md describes; left out: the rows that are kept there.
import path from "node:path";
import { fitConstants } from "./sizing/fit.ts";
import { type Prediction, predictMemory, predictSeconds } from "./sizing/predict.ts";
import { rivals } from "./sizing/rivals.ts";
import { readRows, type SizingRow } from "./sizing/rows.ts";
import { quantile, type Score, score } from "./sizing/score.ts";

const kept = path.join(import.meta.dirname, "../test/data/sizing/measured.csv");
const file = process.argv[2] ?? kept;
const rows = await readRows(file);
const print = (line = "") => process.stdout.write(`${line}\n`);

print(
  `${rows.length} rows of ${path.basename(file)}. Errors are absolute and relative; "under": reality more than 5 % above the likely value;`,
);
print(`"above": reality above high; "covered": within low … high; "width": high / likely at the median.`);
print();
printTable("What", byTask(rows, predicted));
print();
printTable(
  "Training by source",
  grouped(rows.filter(isTraining), (row) => `${sourceOf(row)}, ${cards(row)}`, predicted),
);
print();
printTable(
  "Training by method",
  grouped(rows.filter(isTraining), (row) => `${row.method}, ${cards(row)}`, predicted),
);
print();
crossValidated();
print();
printRivals();

function predicted(row: SizingRow): Prediction[] {
  const memory = predictMemory(row);
  return memory ? [memory] : [];
}

function isTraining({ task, metric }: SizingRow): boolean {
  return task === "train" && metric !== "max_context_that_fits";
}

function cards({ n_gpu }: SizingRow): string {
  return (n_gpu ?? 1) > 1 ? "several devices" : "one device";
}

function sourceOf({ source }: SizingRow): string {
  return source.split(/[@ #]/)[0] ?? source;
}

/** The quantities that are judged apart. */
function byTask(all: readonly SizingRow[], predict: (row: SizingRow) => Prediction[]): Map<string, Prediction[]> {
  const groups = grouped(all, nameOf, predict);
  const seconds = all.flatMap((row) => predictSeconds(row) ?? []);
  if (seconds.length > 0) groups.set("seconds a sequence, one A100", seconds);
  return groups;
}

function nameOf(row: SizingRow): string {
  if (row.metric === "max_context_that_fits") return "largest context that fits";
  if (row.task === "train") return `training, ${cards(row)}`;
  if (row.task === "infer" && row.component === "total") return `inference, ${cards(row)}`;
  return `${row.task === "llamacpp" ? "llama.cpp" : "vLLM"} ${row.component}`;
}

function grouped(
  all: readonly SizingRow[],
  name: (row: SizingRow) => string,
  predict: (row: SizingRow) => Prediction[],
): Map<string, Prediction[]> {
  const groups = new Map<string, Prediction[]>();
  for (const row of all) groups.set(name(row), [...(groups.get(name(row)) ?? []), ...predict(row)]);
  return groups;
}

function printTable(title: string, groups: ReadonlyMap<string, readonly Prediction[]>): void {
  print(`| ${title} | rows | median | p90 | under | above | covered | width |`);
  print("|---|--:|--:|--:|--:|--:|--:|--:|");
  for (const [name, predictions] of groups)
    if (predictions.length > 0) print(`| ${name} | ${cells(score(predictions))} |`);
}

function cells({ rows: count, median, p90, under, above, covered, width }: Score): string {
  return [String(count), ...[median, p90, under, above, covered].map(percent), width.toFixed(2)].join(" | ");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Constants fitted without a group, tried on that group: what to expect of models and sources that nobody has seen. */
function crossValidated(): void {
  const trained = rows.filter(isTraining);
  const groups = new Map<string, Prediction[]>();
  for (const [title, keyOf] of [
    ["model", (row: SizingRow) => row.arch_key],
    ["source", sourceOf],
  ] as const) {
    for (const key of new Set(trained.map(keyOf))) {
      const constants = fitConstants(trained.filter((row) => keyOf(row) !== key));
      for (const row of trained.filter((candidate) => keyOf(candidate) === key)) {
        const name = `its ${title} left out, ${cards(row)}`;
        const prediction = predictMemory(row, constants);
        if (prediction) groups.set(name, [...(groups.get(name) ?? []), prediction]);
      }
    }
  }
  printTable("Training, constants fitted without the row's own", groups);
}

function printRivals(): void {
  print("| Rule, on the same rows | rows | median | p90 | under | ours: median | p90 | under |");
  print("|---|--:|--:|--:|--:|--:|--:|--:|");
  for (const [name, rule] of Object.entries(rivals)) {
    for (const [what, test] of [
      ["training, one device", (row: SizingRow) => isTraining(row) && row.n_gpu === 1],
      [
        "inference, one device",
        (row: SizingRow) => row.task === "infer" && row.component === "total" && row.n_gpu === 1,
      ],
    ] as const) {
      const both = rows.filter(test).flatMap((row) => {
        const [theirs, ours] = [rule(row), predictMemory(row)];
        return theirs === null || ours === null
          ? []
          : [{ theirs: theirs / row.measured_gib, ours: ours.range.likely / row.measured_gib }];
      });
      if (both.length === 0) continue;
      const figures = (["theirs", "ours"] as const).map((side) => errors(both.map((pair) => pair[side])));
      print(`| ${name}: ${what} | ${both.length} | ${figures.join(" | ")} |`);
    }
  }
}

function errors(ratios: readonly number[]): string {
  const absolute = ratios.map((ratio) => Math.abs(ratio - 1));
  const under = ratios.filter((ratio) => ratio < 1 / 1.05).length / ratios.length;
  return [quantile(absolute, 0.5), quantile(absolute, 0.9), under].map(percent).join(" | ");
}
