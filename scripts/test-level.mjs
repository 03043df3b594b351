// Runs the test files of one level and counts what happened.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodePath, root } from "./platform.mjs";

/** Test files of a level, sorted. */
function filesOf(level) {
  const folder = path.join(root, "test", level);
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => path.join("test", level, name))
    .sort();
}

/**
 * `only` keeps files whose path contains it. Levels other than `unit` run one file at a time: native threads spin,
 * and two native jobs on a small machine make each other ten times slower.
 */
export async function runLevel(level, { only = "", env = {} } = {}) {
  const files = filesOf(level).filter((file) => file.includes(only));
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const folder = mkdtempSync(path.join(tmpdir(), "deepextension-test-"));
  const counts = path.join(folder, "counts.json");
  const args = [
    "--test",
    `--test-concurrency=${level === "unit" ? 2 : 1}`,
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=./scripts/test-counts.mjs",
    `--test-reporter-destination=${counts}`,
    ...files,
  ];
  const child = spawn(nodePath(), args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  const code = await new Promise((resolve) => child.on("close", resolve));
  try {
    const result = JSON.parse(readFileSync(counts, "utf8"));
    // A file that dies outside any test fails the run without failing a test.
    return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // the runner itself died before it could count
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
