// `npm run bench:runs [-- RUNS [history|metrics|ingest]]`: what a long history costs. 50,000 runs by default, all three
// parts; each figure beside its limit.
import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { experimentsViewSchema } from "../src/protocol/panels/experiments.ts";
import { groupRuns, matches, parseQuery } from "../src/runs/index/query.ts";
import { openRunIndex, type RunIndex } from "../src/runs/index/run-index.ts";
import { columnFacts, tableRows, viewTable } from "../src/runs/index/table.ts";
import { readMetrics } from "../src/runs/metrics/read-metrics.ts";
import { identify } from "../src/runs/process-identity.ts";
import { newRunId } from "../src/runs/run-id.ts";
import { type Workspace, workspaceAt } from "../src/runs/workspace.ts";
import { logOf, makeHistory } from "./runs/history.ts";

const count = Number(process.argv[2] ?? 50_000);
const part = process.argv[3];
const wanted = (name: string) => part === undefined || part === name;
const folder = mkdtempSync(path.join(os.tmpdir(), "deepextension-bench-runs-"));
const rows: string[] = [];

function say(what: string, measured: string, limit: string, holds: boolean | null): void {
  rows.push(`| ${what} | ${measured} | ${limit} | ${holds === null ? "" : holds ? "yes" : "no"} |`);
  process.stderr.write(`${what}: ${measured}\n`);
}

/** Milliseconds of the processor, not of the clock: what a neighbour takes is not ours. For work that waits for nothing. */
function timed<T>(work: () => T): { ms: number; value: T } {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, value };
}

async function timedAsync<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} ms`;

async function listing(workspace: Workspace): Promise<RunIndex> {
  let index = await openRunIndex(workspace);
  const built = await timedAsync(() => index.refresh());
  say(
    `index of ${count.toLocaleString("en")} runs made anew from the logs`,
    `${(built.ms / 1000).toFixed(1)} s`,
    "",
    null,
  );
  const { size } = statSync(path.join(workspace.store, "index.sqlite"));
  say("its size", `${(size / 1e6).toFixed(0)} MB`, "", null);

  const first: number[] = [];
  const all: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    index.close();
    const began = performance.now();
    index = await openRunIndex(workspace);
    if (index.heads().length < Math.min(count, 200)) throw new Error("the first page is not there");
    first.push(performance.now() - began);
    await index.refresh();
    all.push(performance.now() - began);
    if (index.heads().length !== count) throw new Error(`${index.heads().length} runs`);
  }
  say("list: first page after opening, median of 5", ms(median(first)), "300 ms", median(first) < 300);
  say("list: all runs, read in slices", ms(median(all)), "", null);

  const heads = index.heads().map((head) => ({ head }));
  const searched = [1, 2, 3, 4, 5].map(() =>
    timed(() => heads.filter(({ head }) => matches(head, parseQuery("experiment-17 state:failed")))),
  );
  say(
    "tree: search",
    `${ms(searched[0]!.ms)} first, ${ms(median(searched.map((each) => each.ms)))} then`,
    "50 ms",
    median(searched.map((each) => each.ms)) < 50,
  );
  const grouped = timed(() => groupRuns(heads, "day"));
  say(`tree: ${grouped.value.length} groups by day`, ms(grouped.ms), "", null);
  return index;
}

async function table(workspace: Workspace, index: RunIndex): Promise<void> {
  const ids = index.heads().map(({ run }) => run);
  const loaded = timed(() => {
    const found = index.rows(ids);
    return index.heads().flatMap((head) => tableRows(workspace.root, head, found.get(head.run) ?? []));
  });
  say("experiments table: all rows loaded (in slices in the editor)", ms(loaded.ms), "", null);
  const facts = columnFacts(loaded.value);
  const view = (change: object) => experimentsViewSchema.parse(change);
  const look = (change: object) =>
    timed(() => viewTable(loaded.value, facts, view({ only_differences: false, ...change }))).ms;
  const cold = look({});
  say("experiments table: first look, all columns examined", ms(cold), "", null);
  for (const [name, change] of [
    ["sort by a metric", { sort: { column: "loss:train", descending: true } }],
    ["sort by a text", { sort: { column: "run:name", descending: false } }],
    ["filter", { search: "rank=16 learning_rate<1.5e-3 experiment-1" }],
    [
      "filter, sort and only what differs",
      { search: "rank=16", sort: { column: "loss:train", descending: true }, only_differences: true },
    ],
  ] as const) {
    const times = [1, 2, 3, 4, 5].map(() => look(change));
    say(`experiments table: ${name}, median of 5`, ms(median(times)), "50 ms", median(times) < 50);
  }
}

/** From the write of one event to the new list that a view draws. */
async function refreshing(workspace: Workspace, index: RunIndex): Promise<void> {
  const run = newRunId();
  const live = workspace.runFolder(run);
  mkdirSync(live);
  writeFileSync(path.join(live, "owner.json"), JSON.stringify(identify()));
  writeFileSync(path.join(live, "run.yaml"), "");
  const log = logOf(run, 0, { live: true });
  writeFileSync(path.join(live, "events.jsonl"), log);
  await index.refresh();
  let seq = log.trimEnd().split("\n").length;
  const times: number[] = [];
  for (let time = 0; time < 200; time += 1) {
    seq += 1;
    const event = {
      v: 1,
      run,
      seq,
      at: new Date().toISOString(),
      elapsed: 1000 + time,
      attempt: 1,
      type: "stage.progress",
      stage: "train",
      done: time,
      total: 200,
      unit: "items",
      seconds_left: null,
    };
    const began = performance.now();
    appendFileSync(path.join(live, "events.jsonl"), `${JSON.stringify(event)}\n`);
    const changed = await index.refresh();
    const [newest] = index.heads();
    times.push(performance.now() - began);
    if (!changed.has(run) || newest?.seconds !== 1000 + time) throw new Error("the event was not seen");
  }
  times.sort((a, b) => a - b);
  say(`refresh after one event among ${count.toLocaleString("en")} runs, p50`, ms(times[100]!), "", null);
  say("the same, p99 of 200", ms(times[197]!), "100 ms", times[197]! < 100);
}

async function metrics(): Promise<void> {
  const workspace = makeHistory(path.join(folder, "metrics"), 100, { steps: 10_000, metrics: 6 });
  const runs = readdirSync(path.join(workspace.store, "runs"));
  const all = async () => {
    let points = 0;
    for (const run of runs)
      for (const { values } of await readMetrics(workspace, run)) points += values.length * values[0]!.length;
    return points;
  };
  const made = await timedAsync(all);
  say(
    `metrics of 100 runs × 10,000 steps made from the logs (${(made.value / 1e6).toFixed(0)} M numbers)`,
    `${(made.ms / 1000).toFixed(1)} s`,
    "",
    null,
  );
  const times: number[] = [];
  for (let time = 0; time < 3; time += 1) times.push((await timedAsync(all)).ms);
  say(
    "the same from their columns, median of 3 (files in the system's cache)",
    ms(median(times)),
    "1 s",
    median(times) < 1000,
  );
}

interface Ingest {
  child: ChildProcess;
  acknowledged: { events: number; ms: number; wait: number }[];
}

function startWriter(workspace: Workspace, total: number): Ingest & { log: string; ended: Promise<void> } {
  const run = newRunId();
  const log = path.join(workspace.runFolder(run), "events.jsonl");
  mkdirSync(path.dirname(log), { recursive: true });
  writeFileSync(log, logOf(run, 0, { live: true }));
  const script = path.join(import.meta.dirname, "runs", "writer.ts");
  const child = spawn(process.execPath, [script, path.dirname(log), run, String(total)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const acknowledged: Ingest["acknowledged"] = [];
  let rest = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [events, at, wait] = line.split(" ").map(Number);
      acknowledged.push({ events: events!, ms: at!, wait: wait! });
    }
  });
  return { child, acknowledged, log, ended: new Promise((resolve) => child.once("close", () => resolve())) };
}

async function ingesting(workspace: Workspace): Promise<void> {
  const total = 400_000;
  const whole = startWriter(workspace, total);
  await whole.ended;
  const last = whole.acknowledged.at(-1)!;
  const rate = last.events / (last.ms / 1000);
  say(
    "events written to one log, each 2,000 synced, a second",
    Math.round(rate).toLocaleString("en"),
    "100,000",
    rate >= 100_000,
  );
  const waits = whole.acknowledged.map(({ wait }) => wait).sort((a, b) => a - b);
  const p99 = waits[Math.floor(waits.length * 0.99)]!;
  say("from append to acknowledged after fsync, p99", ms(p99), "250 ms", p99 < 250);

  let lost = 0;
  for (let time = 1; time <= 10; time += 1) {
    const { child, acknowledged, log, ended } = startWriter(workspace, 10_000_000);
    while (acknowledged.length < time * 3) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    await ended;
    const written = readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.includes('"stage.progress"') && line.endsWith("}")).length;
    lost += Math.max(0, acknowledged.at(-1)!.events - written);
  }
  say("acknowledged events lost in 10 kills (SIGKILL)", String(lost), "0", lost === 0);
}

try {
  if (wanted("history")) {
    const workspace = makeHistory(path.join(folder, "history"), count);
    const index = await listing(workspace);
    await table(workspace, index);
    await refreshing(workspace, index);
    index.close();
  }
  if (wanted("metrics")) await metrics();
  if (wanted("ingest")) await ingesting(workspaceAt(path.join(folder, "ingest")));
  const cpu = os.cpus()[0]?.model ?? "unknown";
  const load = process.platform === "linux" ? readFileSync("/proc/loadavg", "utf8").split(" ")[0] : "?";
  process.stdout.write(`${cpu}, ${os.cpus().length} logical cores, load ${load}; node ${process.version}\n`);
  process.stdout.write(
    "Time of the clock where something waits for the disk, of the processor elsewhere (tree, table).\n\n",
  );
  process.stdout.write(`| | measured | limit | holds |\n|---|---|---|---|\n${rows.join("\n")}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
