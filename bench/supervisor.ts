// `npm run bench:supervisor [-- STEPS]`: the CPU time of a run's owner beside that of the engine's children, on the test model.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readRun } from "../src/runs/list.ts";
import { readOwner } from "../src/runs/owner.ts";
import { workspaceAt } from "../src/runs/workspace.ts";
import { endOf, startCli } from "../test/unit/cli/cli.ts";
import { until } from "../test/weather/processes.ts";

/** `USER_HZ`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const steps = Number(process.argv[2] ?? 12);
const model = path.join(process.env.DEEPEXTENSION_TEST_MODELS ?? ".tools/test-models", "source.gguf");
const root = mkdtempSync(path.join(os.tmpdir(), "deepextension-bench-"));
try {
  const cwd = path.join(root, "workspace");
  mkdirSync(cwd);
  const rows = Array.from({ length: steps * 4 }, (_, index) =>
    JSON.stringify({ id: `${index}`, question: `What is ${index} and one?`, answer: `${index + 1}, and it stays so.` }),
  );
  writeFileSync(path.join(cwd, "rows.jsonl"), `${rows.join("\n")}\n`);
  writeFileSync(
    path.join(cwd, "bench.run.yaml"),
    `version: 1\nname: bench\nmodel: ${JSON.stringify(path.resolve(model))}\ndata: {train: rows.jsonl, id: id, prompt: "{{question}}", answer: "{{answer}}"}\ntrain: {epochs: 1, batch_size: 4, max_length: 64}\n`,
  );
  const env = { DEEPEXTENSION_CACHE: path.join(root, "cache") };
  const started = await endOf(startCli(["run", "bench.run.yaml", "--detach", "--json"], { cwd, env }));
  if (started.code !== 0) throw new Error(started.stderr);
  const { run } = JSON.parse(started.stdout) as { run: string };
  const workspace = workspaceAt(cwd);
  const owner = (await readOwner(workspace.runFolder(run)))!.pid;
  let begun: Times | null = null;
  let last: Times | null = null;
  const state = await until(
    "the run's end",
    async () => {
      last = timesOf(owner) ?? last;
      const now = await readRun(workspace, run);
      if (now.stages.length > 0) begun ??= last;
      return now.finished_at !== null && now;
    },
    1800,
  );
  if (state.state !== "succeeded" || !begun || !last) throw new Error(JSON.stringify(state.error));
  report(begun, last, state.seconds);
} finally {
  rmSync(root, { recursive: true, force: true });
}

interface Times {
  own: number;
  children: number;
}

/** CPU seconds of a process, and of its children that have ended; null when it is gone. */
function timesOf(pid: number): Times | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 15)
      .map(Number);
    return { own: (user + system) / TICKS_PER_SECOND, children: (childrenUser + childrenSystem) / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}

function report(begun: Times, last: Times, seconds: number): void {
  const own = last.own - begun.own;
  const lines = [
    ["supervisor.start", begun.own, "CPU s"],
    ["supervisor.own", own, "CPU s"],
    ["supervisor.engine", last.children, "CPU s"],
    ["supervisor.share", (100 * own) / last.children, "%"],
    ["supervisor.wall", seconds, "s"],
  ] as const;
  for (const [name, value, unit] of lines) process.stdout.write(`${name.padEnd(20)} ${value.toFixed(2)} ${unit}\n`);
}
