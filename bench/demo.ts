// `npm run bench:demo`: how long a newcomer waits for the first verdict, and for the second. Figures of the rows are said
// with them: a fast run of a model that learned nothing would be worth nothing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { RunEvent } from "../src/protocol/event.ts";
import { foldEvents } from "../src/runs/fold.ts";

const root = path.resolve(import.meta.dirname, "..");
const example = path.join(root, "examples", "mail-triage", "mail-triage.run.yaml");
const workspace = mkdtempSync(path.join(os.tmpdir(), "deepextension-demo-"));

function run(): { seconds: number; events: RunEvent[] } {
  const started = performance.now();
  const args = [path.join(root, "dist", "cli.mjs"), "run", example, "--yes", "--json", "--workspace", workspace];
  const result = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`the demo failed (${result.status}):\n${result.stderr}`);
  const events = result.stdout
    .trim()
    .split("\n")
    .map((line): RunEvent => JSON.parse(line));
  return { seconds: (performance.now() - started) / 1000, events };
}

function load(): string {
  return readFileSync("/proc/loadavg", "utf8").split(" ")[0] ?? "?";
}

try {
  const before = process.platform === "linux" ? load() : "?";
  const cold = run();
  const again = run();
  const state = foldEvents(cold.events[0]!.run, cold.events);
  const reused = again.events.filter(({ type }) => type === "stage.reused").length;
  const cpu = os.cpus()[0]?.model ?? "unknown";
  process.stdout.write(
    `machine: ${cpu}, ${os.cpus().length} logical cores, load ${before} before; node ${process.version}\n\n`,
  );
  process.stdout.write("| | seconds | limit |\n|---|---|---|\n");
  process.stdout.write(`| cold, without the download | ${cold.seconds.toFixed(0)} | 720 |\n`);
  process.stdout.write(
    `| again, ${reused} of ${state.stages.length} stages reused | ${again.seconds.toFixed(1)} | 10 |\n`,
  );
  process.stdout.write("\n| stage | seconds | peak MB | |\n|---|---|---|---|\n");
  for (const stage of state.stages) {
    const peak = stage.peak_memory_bytes === null ? "–" : (stage.peak_memory_bytes / 1e6).toFixed(0);
    const rate =
      typeof stage.facts.tokens_per_second === "number" ? `${stage.facts.tokens_per_second.toFixed(0)} tokens/s` : "";
    process.stdout.write(`| ${stage.id} | ${(stage.seconds ?? 0).toFixed(1)} | ${peak} | ${rate} |\n`);
  }
  const names = state.verdict?.candidates.map(({ name }) => name) ?? [];
  process.stdout.write(`\n| metric | ${names.join(" | ")} |\n|---|${names.map(() => "---|").join("")}\n`);
  for (const { metric, variants } of state.verdict?.comparisons ?? []) {
    const cells = names.map((name) => {
      const found = variants.find((variant) => variant.name === name);
      const percent = (share: number) => (100 * share).toFixed(1);
      return found ? `${percent(found.mean)} (${percent(found.low)}–${percent(found.high)})` : "–";
    });
    process.stdout.write(`| ${metric} | ${cells.join(" | ")} |\n`);
  }
  process.stdout.write(`\n${state.verdict?.sentence ?? ""}\n`);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
