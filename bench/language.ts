/**
 * `npm run bench:language`: how fast the language server is: a keystroke in files of several lengths, the start, and the
 * checks of 100,000 rows in the process beside it. Needs `npm run build` before. Prints tables for docs/benchmarks.md.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { parseDocument } from "yaml";
import { complete } from "../src/language/complete.ts";
import { diagnosticOf, problemsOf } from "../src/language/diagnose.ts";
import { languageFacts } from "../src/language/facts.ts";
import { hover } from "../src/language/hover.ts";
import type { ExaminerReply } from "../src/protocol/examiner.ts";
import { parseRunFile } from "../src/spec/parse.ts";
import { longRunFile, manyRows } from "./language/texts.ts";

const rounds = 40;
const starts = 7;
const rowCount = Number(process.env.BENCH_ROWS ?? 100_000);
const dist = path.join(import.meta.dirname, "../dist");

interface Quantiles {
  p50: number;
  p90: number;
  p95: number;
  max: number;
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), max: sorted.at(-1)! };
}

function line(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.map((cell) => (typeof cell === "number" ? cell.toFixed(1) : cell)).join(" | ")} |\n`);
}

async function timed(work: (round: number) => unknown): Promise<Quantiles> {
  for (let warm = 0; warm < 5; warm++) await work(-1 - warm);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work(round);
    times.push(performance.now() - start);
  }
  return quantiles(times);
}

async function keystrokes(folder: string): Promise<void> {
  line(["lines", "what", "p50 ms", "p90", "p95", "max"]);
  line(["--:", ":--", "--:", "--:", "--:", "--:"]);
  const facts = languageFacts(folder);
  for (const lines of [300, 2000, 5000]) {
    const text = longRunFile(lines);
    const typed = (round: number) => text.replace("epochs: 1", `epochs: ${10 + ((round + 100) % 80)}`);
    const position = { line: text.split("\n").findIndex((each) => each.includes("epochs")), character: 3 };
    const parsed = typed(0);
    const cached = parseRunFile(parsed);
    const measured: [string, Quantiles][] = [
      [
        "bare parse of the YAML",
        await timed((round) => parseDocument(typed(round), { merge: true, uniqueKeys: false })),
      ],
      [
        "diagnostics of form after a keystroke",
        await timed(async (round) => {
          const file = parseRunFile(typed(round));
          for (const problem of await problemsOf(file, facts)) diagnosticOf(problem, file, { language: "en" });
        }),
      ],
      ["completion after it", await timed(() => complete(cached.document, position, facts, "en"))],
      ["hover after it", await timed(() => hover(cached.document, position, facts, "en", { parsed: cached }))],
    ];
    for (const [what, { p50, p90, p95, max }] of measured) line([String(lines), what, p50, p90, p95, max]);
  }
}

async function serverStart(): Promise<void> {
  const times: number[] = [];
  let resident = 0;
  for (let round = 0; round < starts; round++) {
    const start = performance.now();
    const child = spawn(process.execPath, [path.join(dist, "server.cjs"), "--stdio"], { stdio: "pipe" });
    const client = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    client.listen();
    await client.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
    times.push(performance.now() - start);
    const uri = "file:///bench/a.run.yaml";
    const text = longRunFile(300);
    await client.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "deepextension-run", version: 1, text },
    });
    await client.sendRequest("textDocument/documentSymbol", { textDocument: { uri } });
    resident = Math.max(resident, peakOf(child));
    client.dispose();
    child.kill();
  }
  const { p50, p95, max } = quantiles(times);
  process.stdout.write(
    `\nServer: process start to the answer of \`initialize\` p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, max ${max.toFixed(0)} ms; `,
  );
  process.stdout.write(`peak memory with a file of 300 lines open ${(resident / 1e6).toFixed(0)} MB.\n`);
}

/** Peak resident bytes of a process, as Linux tells them; 0 elsewhere. */
function peakOf({ pid }: ChildProcess): number {
  if (process.platform !== "linux") return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
}

async function dataChecks(folder: string): Promise<void> {
  const rows = manyRows(rowCount + 2000).split("\n");
  await writeFile(path.join(folder, "train.jsonl"), `${rows.slice(0, rowCount).join("\n")}\n`);
  await writeFile(path.join(folder, "test.jsonl"), `${rows.slice(rowCount, rowCount + 2000).join("\n")}\n`);
  const size = statSync(path.join(folder, "train.jsonl")).size / 1e6;
  const env = { ...process.env, DEEPEXTENSION_CACHE: path.join(folder, "cache") };
  const child = fork(path.join(dist, "examiner.mjs"), [], { env, execArgv: [] });
  const file = path.join(folder, "a.run.yaml");
  const text = longRunFile(60).replace(/ {2}rules:\n( {4}.*\n| {6}.*\n)+/, "");
  let id = 0;
  const ask = (wanted: string) => {
    const start = performance.now();
    id++;
    const replied = new Promise<{ seconds: number; reply: ExaminerReply }>((resolve, reject) => {
      child.once("exit", () => reject(new Error("the examiner ended")));
      child.on("message", (reply: ExaminerReply) => {
        if (reply.type === "failed") reject(new Error(reply.reason));
        if (reply.type === "examined" && reply.id === id)
          resolve({ seconds: (performance.now() - start) / 1000, reply });
      });
    });
    child.send({ type: "examine", id, file, text: wanted, severities: {} });
    return replied;
  };
  const first = await ask(text);
  const again: number[] = [];
  for (let round = 0; round < 9; round++) {
    again.push((await ask(text.replace("epochs: 1", `epochs: ${2 + round}`))).seconds * 1000);
  }
  const { p50, max } = quantiles(again);
  process.stdout.write(
    `\n${rowCount} rows (${size.toFixed(0)} MB): first results after ${first.seconds.toFixed(2)} s, process start included; ` +
      `after an edit of the run file p50 ${p50.toFixed(0)} ms, max ${max.toFixed(0)} ms; peak memory ${(peakOf(child) / 1e6).toFixed(0)} MB.\n`,
  );
  child.kill();
}

const folder = await mkdtemp(path.join(tmpdir(), "deepextension-bench-"));
try {
  process.stdout.write(`${cpus()[0]?.model}, ${cpus().length} threads, Node ${process.version}\n\n`);
  await keystrokes(folder);
  await serverStart();
  await dataChecks(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
