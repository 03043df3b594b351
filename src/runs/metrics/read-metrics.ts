import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { isMissing, replaceFile, sizeOf } from "../../disk/files.ts";
import { CodedError } from "../../protocol/problem.ts";
import type { Workspace } from "../workspace.ts";
import { collectMetrics } from "./collect-metrics.ts";
import { type ColumnsFile, decodeColumns, encodeColumns, type MetricTable } from "./columns-file.ts";

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * A run's metrics in full, nothing sampled away: from the columns where they are up to date, else read on from the log and
 * kept for the next time. Columns that can't be written are no loss. Throws `run-not-found`.
 */
export async function readMetrics(workspace: Workspace, run: string): Promise<MetricTable[]> {
  const log = path.join(workspace.runFolder(run), "events.jsonl");
  const size = await sizeOf(log);
  if (size === null) throw new CodedError("run-not-found", { run });
  const file = path.join(workspace.store, "metrics", `${run}.columns`);
  const kept = await keptColumns(file);
  // A torn last line is looked at again each time; a shorter log is another one.
  if (kept && kept.log_bytes === size) return kept.tables;
  const before = kept && kept.log_bytes < size ? kept : { log_bytes: 0, tables: [] };
  const read = await readOn(log, before);
  if (read.log_bytes !== kept?.log_bytes) {
    await replaceFile(file, encodeColumns(read)).catch((error) => {
      process.emitWarning(`the metrics of a run could not be kept as columns: ${error}`);
    });
  }
  return read.tables;
}

async function keptColumns(file: string): Promise<ColumnsFile | null> {
  try {
    return decodeColumns(await readFile(file));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function readOn(log: string, before: ColumnsFile): Promise<ColumnsFile> {
  const metrics = collectMetrics(before.tables);
  const handle = await open(log, "r");
  let offset = before.log_bytes;
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, offset + rest.length);
      if (bytesRead === 0) return { log_bytes: offset, tables: metrics.tables() };
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      if (end > 0) for (const line of bytes.toString("utf8", 0, end).split("\n")) metrics.line(line);
      offset += end;
      rest = bytes.subarray(end);
    }
  } finally {
    await handle.close();
  }
}
