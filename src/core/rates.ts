import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readTextIfThere } from "../disk/files.ts";
import { modelCache } from "../models/cache.ts";
import type { MeasuredRates } from "../plan/facts.ts";
import type { Machine } from "../protocol/event.ts";

/** The latest so many measurements count: a machine's speed changes with what else runs on it. */
const LATEST = 7;

const measurementSchema = z.object({
  cpu: z.string(),
  threads: z.int(),
  kind: z.enum(["train", "evaluate"]),
  parameters: z.number().positive(),
  tokens: z.number().positive(),
  seconds: z.number().positive(),
});
export type Measurement = z.infer<typeof measurementSchema>;

function file(): string {
  return path.join(modelCache().root, "rates.jsonl");
}

/** Remembers how fast a stage was on this machine, so that the next plan's time is a measured one. */
export async function rememberRate(measurement: Measurement): Promise<void> {
  await mkdir(path.dirname(file()), { recursive: true });
  await appendFile(file(), `${JSON.stringify(measurement)}\n`);
}

/** Medians of what was measured on this machine with as many threads. Damaged lines are passed over: they cost a guess. */
export async function measuredRates({ cpu, threads }: Pick<Machine, "cpu" | "threads">): Promise<MeasuredRates> {
  const text = (await readTextIfThere(file())) ?? "";
  const all = text.split("\n").flatMap((line) => measurementOf(line) ?? []);
  const here = all.filter((entry) => entry.cpu === cpu && entry.threads === threads);
  const rate = (kind: Measurement["kind"]) => {
    const latest = here.filter((entry) => entry.kind === kind).slice(-LATEST);
    return median(latest.map(({ parameters, tokens, seconds }) => (parameters * tokens) / seconds));
  };
  return { train: rate("train"), evaluate: rate("evaluate") };
}

function measurementOf(line: string): Measurement | null {
  try {
    return measurementSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null; // JSON.parse throws nothing but what a torn line makes it throw
  }
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
