import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { type Prediction, predictMemory, predictSeconds } from "../../../bench/sizing/predict.ts";
import { readRows, type SizingRow } from "../../../bench/sizing/rows.ts";
import { score } from "../../../bench/sizing/score.ts";

const rows = await readRows(path.join(import.meta.dirname, "../../data/sizing/measured.csv"));

function of(test: (row: SizingRow) => boolean): Prediction[] {
  return rows.filter(test).flatMap((row) => predictMemory(row) ?? []);
}

interface Limits {
  median: number;
  p90: number;
}

function check(name: string, predictions: readonly Prediction[], { median, p90 }: Limits): void {
  const found = score(predictions);
  assert.ok(found.rows > 0, name);
  assert.ok(found.median <= median && found.p90 <= p90, `${name}: ${JSON.stringify(found)}`);
  assert.ok(found.above <= 0.05, `${name}: ${found.above} of the rows lie above "high"`);
  assert.ok(found.width <= 1.45, `${name}: high / likely is ${found.width}`);
}

const isFit = ({ metric }: SizingRow) => metric === "max_context_that_fits";

test("published readings: training", () => {
  check(
    "one device",
    of((row) => row.task === "train" && row.n_gpu === 1 && !isFit(row)),
    { median: 0.03, p90: 0.12 },
  );
  check(
    "several",
    of((row) => row.task === "train" && (row.n_gpu ?? 1) > 1),
    { median: 0.08, p90: 0.2 },
  );
});

test("published readings: inference, caches, files", () => {
  const inference = (row: SizingRow) => row.task === "infer" && row.component === "total";
  check(
    "one device",
    of((row) => inference(row) && row.n_gpu === 1),
    { median: 0.01, p90: 0.03 },
  );
  check(
    "several",
    of((row) => inference(row) && row.n_gpu !== 1),
    { median: 0.03, p90: 0.1 },
  );
  check(
    "parts",
    of((row) => row.component !== "total"),
    { median: 0.005, p90: 0.02 },
  );
});

test("published readings: the largest context that fits, and seconds", () => {
  check("context", of(isFit), { median: 0.1, p90: 0.12 });
  check(
    "seconds",
    rows.flatMap((row) => predictSeconds(row) ?? []),
    { median: 0.05, p90: 0.16 },
  );
});
