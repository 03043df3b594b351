// `npm run check`: types, lint, layers, unused code, unit tests (generated files and the command table among them).
import { spawnSync } from "node:child_process";
import path from "node:path";
import { nodePath, root } from "./platform.mjs";
import { setUp } from "./setup.mjs";
import { runLevel } from "./test-level.mjs";

const bin = (...parts) => path.join(root, "node_modules", ...parts);

/** Each with its own exit code; all are run, so that one failure does not hide the next. */
const tools = [
  ["types", bin("typescript", "bin", "tsc"), ["-p", "."]],
  ["types of the panels", bin("typescript", "bin", "tsc"), ["-p", "webview"]],
  ["lint and format", bin("@biomejs", "biome", "bin", "biome"), ["check", "--error-on-warnings"]],
  [
    "layers",
    bin("dependency-cruiser", "bin", "dependency-cruiser.mjs"),
    ["src", "webview", "--config", "test/layers.cjs"],
  ],
  ["unused code", bin("knip", "bin", "knip.js"), []],
];

/** Runs the static tools; returns the names of those that passed and failed. */
export function runTools() {
  const results = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, script, args] of tools) {
    const started = Date.now();
    const result = spawnSync(nodePath(), [script, ...args], { cwd: root, encoding: "utf8" });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const ok = result.status === 0;
    results[ok ? "passed" : "failed"] += 1;
    process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name} (${seconds} s)\n`);
    if (!ok) process.stdout.write(`${result.stdout}${result.stderr}\n`);
  }
  return results;
}

if (process.argv[1] && path.resolve(process.argv[1]) === path.join(root, "scripts", "check.mjs")) {
  setUp();
  const static_ = runTools();
  const unit = await runLevel("unit");
  const failed = static_.failed + unit.failed;
  process.stdout.write(`${static_.passed + unit.passed} passed, ${failed} failed, ${unit.skipped} skipped\n`);
  process.exit(failed === 0 ? 0 : 1);
}
