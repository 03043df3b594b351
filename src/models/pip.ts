import path from "node:path";
import { CodedError } from "../protocol/problem.ts";
import { type CommandResult, runCommand } from "./command.ts";

/** Lines of pip's output that go into a message: its errors stand at the end. */
const LINES_SHOWN = 3;

export type Pip = readonly [string, ...string[]];

/** Downloads what a requirements file names, each checked by its hash, and nothing that it depends on. */
export function downloadWheels(
  pip: Pip,
  requirement: string,
  out: string,
  env: Record<string, string>,
  signal: AbortSignal,
) {
  const what = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", requirement, "-d", out];
  const quiet = { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1", PYTHONUTF8: "1", NO_COLOR: "1" };
  return runCommand([...pip, "download", ...what], { signal, env: { ...quiet, ...env } });
}

/** pip as this machine has it: of a Python, of a new virtual environment (ensurepip), or through uv. */
export async function findPip(folder: string, signal: AbortSignal): Promise<Pip> {
  const works = async (pip: Pip) => (await runCommand([...pip, "--version"], { signal }))?.ok === true;
  const pythons: Pip[] = process.platform === "win32" ? [["py", "-3"], ["python"]] : [["python3"], ["python"]];
  for (const python of pythons) {
    const pip: Pip = [...python, "-m", "pip"];
    if (await works(pip)) return pip;
  }
  const viaUv: Pip = ["uvx", "--from", "pip", "python", "-m", "pip"];
  if (await works(viaUv)) return viaUv;
  const environment = path.join(folder, "venv");
  for (const python of pythons) {
    const made = await runCommand([...python, "-m", "venv", environment], { signal });
    const pip: Pip = [
      path.join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python"),
      "-m",
      "pip",
    ];
    if (made?.ok && (await works(pip))) return pip;
  }
  throw new CodedError("python-not-found");
}

export function lastLines(result: CommandResult | null): string {
  const lines = (result?.tail ?? "").split(/[\r\n]+/).filter((line) => line.trim() !== "");
  return lines.slice(-LINES_SHOWN).join(" ");
}
