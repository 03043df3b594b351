import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const tools = path.join(root, ".tools");

/** One program that asks a model which answers at once, so that what is measured is the program itself. */
export interface NullRun {
  name: string;
  version: string;
  items: number;
  /** From the command to its end, results written. */
  seconds: number;
  /** Of the command and its children together, user and system. */
  cpuSeconds: number;
  /** The largest of its processes, resident, bytes. */
  peakBytes: number;
}

const promptfooVersion = "0.121.20";
const lmEvalVersion = "0.4.13";

/** promptfoo with its `echo` provider and one `equals` assertion an item, cache and table off. */
export function runPromptfoo(items: number, folder: string): NullRun {
  const place = path.join(tools, "bench-promptfoo");
  const entry = path.join(place, "node_modules/promptfoo/dist/src/entrypoint.js");
  if (!existsSync(entry)) {
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, "package.json"), '{"private":true}\n');
    mustRun("npm", ["install", "--no-audit", "--no-fund", `promptfoo@${promptfooVersion}`], place);
  }
  const tests = Array.from({ length: items }, (_, n) => ({
    vars: { body: questionOf(n) },
    assert: [{ type: "equals", value: `say ${questionOf(n)}` }],
  }));
  const config = path.join(folder, "promptfoo.json");
  writeFileSync(config, JSON.stringify({ prompts: ["say {{body}}"], providers: ["echo"], tests }));
  const out = path.join(folder, "promptfoo-out.json");
  const env = {
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_CONFIG_DIR: path.join(folder, "promptfoo"),
  };
  const command = [process.execPath, entry, "eval", "-c", config, "--no-table", "--no-cache", "-o", out];
  return { name: "promptfoo, echo", version: promptfooVersion, items, ...measure(command, folder, env) };
}

/** lm-evaluation-harness with its `dummy` model on a task of our own, samples logged. Reuses the trainer benchmark's torch. */
export function runLmEval(items: number, folder: string): NullRun {
  const place = path.join(tools, "bench-lm-eval");
  const python = path.join(place, "bin/python");
  if (!existsSync(path.join(place, "bin/lm_eval"))) {
    mustRun("python3", ["-m", "venv", place], root);
    mustRun(python, ["-m", "pip", "install", "-q", "torch==2.15.0", `lm-eval==${lmEvalVersion}`], root);
  }
  const rows = path.join(folder, "rows.jsonl");
  const lines = Array.from({ length: items }, (_, n) => `${JSON.stringify({ body: questionOf(n), answer: "say" })}\n`);
  writeFileSync(rows, lines.join(""));
  const task = {
    task: "null_echo",
    dataset_path: "json",
    dataset_kwargs: { data_files: { test: rows } },
    test_split: "test",
    output_type: "generate_until",
    doc_to_text: "{{body}}",
    doc_to_target: "{{answer}}",
    generation_kwargs: { until: ["\n"], do_sample: false },
    metric_list: [{ metric: "exact_match", aggregation: "mean", higher_is_better: true }],
  };
  writeFileSync(path.join(folder, "null_echo.yaml"), JSON.stringify(task)); // JSON is YAML
  const env = { HF_HOME: path.join(folder, "hf"), HF_HUB_OFFLINE: "1", HF_DATASETS_OFFLINE: "1" };
  const what = ["--model", "dummy", "--include_path", folder, "--tasks", "null_echo", "--log_samples"];
  const command = [path.join(place, "bin/lm_eval"), "run", ...what, "--output_path", path.join(folder, "lm-eval")];
  return { name: "lm-evaluation-harness, dummy", version: lmEvalVersion, items, ...measure(command, folder, env) };
}

function questionOf(n: number): string {
  return `question number ${n} about an order`;
}

/** Runs a command to its end under Python's `resource`, which knows what all of its children used. */
export function measure(
  command: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Pick<NullRun, "seconds" | "cpuSeconds" | "peakBytes"> {
  const wrapper = [
    "import json, resource, subprocess, sys, time",
    "start = time.monotonic()",
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode",
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)",
    "kib = used.ru_maxrss if sys.platform != 'darwin' else used.ru_maxrss / 1024",
    "print(json.dumps([code, time.monotonic() - start, used.ru_utime + used.ru_stime, kib * 1024]))",
  ].join("\n");
  const result = spawnSync("python3", ["-c", wrapper, ...command], {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [code, seconds, cpuSeconds, peakBytes] = JSON.parse(result.stdout) as [number, number, number, number];
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}`);
  return { seconds, cpuSeconds, peakBytes };
}

function mustRun(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}
