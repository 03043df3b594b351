import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Problem } from "../protocol/problem.ts";
import { problemAt } from "./rows.ts";

/** Tables of these formats are unpacked in memory, to several times their size. */
const largest = 200e6;

/** A file's bytes and their hash, or why it can't be had. */
export async function readWhole(
  path: string,
  file: string,
  format: string,
): Promise<{ bytes: Buffer; sha256: string } | { problem: Problem }> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return { problem: problemAt({ file }, "data-not-a-file") };
    if (facts.size > largest) {
      const params = { format, size: Math.round(facts.size / 1e6), limit: largest / 1e6 };
      return { problem: problemAt({ file }, "table-too-large", params) };
    }
    const bytes = await readFile(path);
    return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") return { problem: problemAt({ file }, "data-file-missing") };
    return { problem: problemAt({ file }, "data-file-unreadable", { reason: code }) };
  }
}

/** A format's own complaint as a problem of the file. */
export function damaged(file: string, format: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return problemAt({ file }, "table-damaged", { format, reason });
}
