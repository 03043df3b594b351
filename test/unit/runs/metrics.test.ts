import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { decimate } from "../../../src/protocol/decimate.ts";
import { readRun } from "../../../src/runs/list.ts";
import { decodeColumns, encodeColumns } from "../../../src/runs/metrics/columns-file.ts";
import { readMetrics } from "../../../src/runs/metrics/read-metrics.ts";
import { createStore, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";
import { EXAMPLE_RUN, exampleEvents } from "../extension/example-run.ts";

let workspace: Workspace;
const columnsFile = () => path.join(workspace.store, "metrics", `${EXAMPLE_RUN}.columns`);
const log = () => path.join(workspace.runFolder(EXAMPLE_RUN), "events.jsonl");
const lines = exampleEvents({ until: "evaluating" }).map((event) => `${JSON.stringify(event)}\n`);

beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "指标 metrics-")));
  await createStore(workspace);
  await mkdir(workspace.runFolder(EXAMPLE_RUN));
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

const read = () => readMetrics(workspace, EXAMPLE_RUN);
async function column(name: string, kind = "train.step"): Promise<number[]> {
  const table = (await read()).find((each) => each.kind === kind);
  return [...(table?.values[table.columns.indexOf(name)] ?? [])];
}

test("every step's numbers, as the fold has them", async () => {
  await writeFile(log(), lines.join(""));
  const { stages } = await readRun(workspace, EXAMPLE_RUN);
  const train = stages.find(({ kind }) => kind === "train")!;
  for (const name of ["step", "loss", "learning_rate", "grad_norm", "tokens", "seconds", "threads"] as const) {
    assert.deepEqual(
      await column(name),
      train.steps.map((point) => point[name] ?? Number.NaN),
      name,
    );
  }
  assert.deepEqual(
    await column("loss", "train.evaluation"),
    train.evaluations.map(({ loss }) => loss),
  );
});

test("numbers that only another engine measures are columns too, and what is missing is no number", async () => {
  const [step] = exampleEvents({ until: "training" }).filter(({ type }) => type === "train.step");
  const more = { ...step, step: 2, loss: null, reward: 0.25 };
  await writeFile(log(), `${JSON.stringify({ ...step, step: 1 })}\n${JSON.stringify(more)}\n`);
  assert.deepEqual(await column("reward"), [Number.NaN, 0.25]);
  assert.ok(Number.isNaN((await column("loss"))[1]));
});

test("a growing log is read on from where the columns end, and the columns alone give the same", async () => {
  for (let at = 0; at < lines.length; at += 9) {
    await appendFile(log(), lines.slice(at, at + 9).join(""));
    await read();
  }
  const grown = await read();
  const { mtimeMs } = await stat(columnsFile());
  assert.deepEqual(await read(), grown);
  assert.equal((await stat(columnsFile())).mtimeMs, mtimeMs, "unchanged columns are not written again");
  await rm(columnsFile());
  assert.deepEqual(await read(), grown);
});

test("columns that are torn, foreign or of a log that became shorter are made again", async () => {
  await writeFile(log(), lines.join(""));
  const right = await read();
  const bytes = await readFile(columnsFile());
  await truncate(columnsFile(), bytes.length - 3);
  assert.deepEqual(await read(), right);
  await writeFile(columnsFile(), "something else\n");
  assert.deepEqual(await read(), right);
  await writeFile(log(), lines.slice(0, 20).join(""));
  const steps = right.find(({ kind }) => kind === "train.step")!.values[0]!;
  assert.ok((await column("step")).length < steps.length);
});

test("steps that are done again after a resume replace the earlier ones", async () => {
  const step = exampleEvents({ until: "training" }).find(({ type }) => type === "train.step")!;
  const at = (number: number, loss: number) => ({ ...step, step: number, loss });
  const resumed = { ...step, type: "train.resumed", step: 2 };
  const events = [at(1, 1), at(2, 2), at(3, 3), at(4, 4), resumed, at(3, 30)];
  await writeFile(log(), events.map((event, index) => `${JSON.stringify({ ...event, seq: index + 1 })}\n`).join(""));
  assert.deepEqual(
    [await column("step"), await column("loss")],
    [
      [1, 2, 3],
      [1, 2, 30],
    ],
  );
});

test("columns keep every bit, at whatever place in memory they are read", () => {
  const values = [Float64Array.of(1, 2, 3), Float64Array.of(Number.NaN, -0, 5e-324)];
  const table = { stage: 'a "quoted" 阶段', kind: "train.step" as const, columns: ["step", "loss"], values };
  const bytes = Buffer.from(encodeColumns({ log_bytes: 7, tables: [table] }));
  for (const shift of [0, 1, 3]) {
    const moved = Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift);
    assert.deepEqual(decodeColumns(moved), { log_bytes: 7, tables: [table] });
  }
  assert.equal(decodeColumns(bytes.subarray(0, -1)), null);
  assert.equal(decodeColumns(Buffer.from("")), null);
});

test("drawing keeps the extremes, the ends and the order", () => {
  const values = Array.from({ length: 10_000 }, (_, index) => Math.sin(index / 50));
  values[4321] = 99;
  values[8765] = -99;
  const chosen = decimate(values, 200);
  assert.ok(chosen.length <= 200);
  for (const index of [0, 4321, 8765, 9999]) assert.ok(chosen.includes(index), String(index));
  assert.deepEqual(
    chosen,
    [...chosen].sort((a, b) => a - b),
  );
  assert.deepEqual(decimate([3, null, 1], 200), [0, 1, 2]);
  assert.ok(decimate(new Array(1000).fill(null), 100).length <= 100);
  assert.ok(
    decimate(
      Float64Array.from({ length: 1000 }, () => Number.NaN),
      10,
    ).length <= 10,
  );
});
