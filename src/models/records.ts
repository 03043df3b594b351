import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isMissing, replaceFile } from "../disk/files.ts";
import { modelFactsSchema } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import type { ModelCache } from "./cache.ts";

/** A model that a person added, or that was fetched from a hub: where it lies and what it was then. */
const recordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  title: z.string(),
  path: z.string(),
  sha256: z.string(),
  /** `hf:…` where it came from a hub; the cache owns the file then. */
  reference: z.string().nullable(),
  added_at: z.string(),
  facts: modelFactsSchema,
});
export type ModelRecord = z.infer<typeof recordSchema>;

export async function writeRecord(cache: ModelCache, record: ModelRecord): Promise<void> {
  await replaceFile(cache.recordFile(record.id), `${JSON.stringify(record, null, 2)}\n`);
}

export async function removeRecord(cache: ModelCache, id: string): Promise<void> {
  await rm(cache.recordFile(id), { force: true });
}

/** All notes, by id. One that can't be read is left out and told, so that it does not hide the others. */
export async function readRecords(
  cache: ModelCache,
  onDamaged: (error: CodedError) => void = () => {},
): Promise<ModelRecord[]> {
  const names = await readdir(cache.records).catch((error) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const records: ModelRecord[] = [];
  for (const name of names.filter((entry) => entry.endsWith(".json")).sort()) {
    const file = path.join(cache.records, name);
    const record = await readRecord(file);
    if (record === "damaged") onDamaged(new CodedError("model-record-damaged", { file }));
    else if (record) records.push(record);
  }
  return records;
}

async function readRecord(file: string): Promise<ModelRecord | "damaged" | null> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data ?? "damaged";
  } catch (error) {
    if (isMissing(error)) return null; // removed meanwhile
    if (error instanceof SyntaxError) return "damaged";
    throw error;
  }
}
