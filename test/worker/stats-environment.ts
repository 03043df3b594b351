import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../.tools/stats-venv/", import.meta.url));
const python = path.join(folder, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
const script = fileURLToPath(new URL("./stats_oracle.py", import.meta.url));

/** The versions that the tolerances were set with. */
const packages = ["scipy==1.17.1", "statsmodels==0.15.0"];
const probe = "import scipy, statsmodels.api; print('ready')";

/** Makes the oracle's own Python environment where there is none yet. Returns why not, or null when it is ready. */
export function setUpOracle(): string | null {
  if (works(python)) return null;
  const base = process.platform === "win32" ? "python" : "python3";
  if (spawnSync(base, ["--version"]).status !== 0) return "no Python on this machine";
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  const made = spawnSync(base, ["-m", "venv", folder], { encoding: "utf8" });
  if (made.status !== 0) return `no environment: ${made.stderr || made.stdout}`;
  const options = ["--quiet", "--disable-pip-version-check", "--only-binary=:all:"];
  const installed = spawnSync(python, ["-m", "pip", "install", ...options, ...packages], { encoding: "utf8" });
  if (installed.status !== 0) return `pip can't install ${packages.join(" ")}: ${installed.stderr}`;
  return works(python) ? null : "the environment was made, but scipy does not load";
}

function works(file: string): boolean {
  return existsSync(file) && spawnSync(file, ["-c", probe], { encoding: "utf8" }).stdout?.trim() === "ready";
}

/** Cases by function, answered by scipy and statsmodels. */
export function askOracle(cases: Record<string, unknown[]>): Record<string, number[][]> {
  const input = JSON.stringify(cases);
  const result = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (result.status !== 0) throw new Error(`stats_oracle.py failed:\n${result.stderr}`);
  // json.dump writes NaN and Infinity as such; a comparison that meets one is to fail, not to stop the rest.
  return JSON.parse(result.stdout.replace(/\b-?(NaN|Infinity)\b/g, "null"));
}
