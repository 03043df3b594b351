import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readTextIfThere } from "../disk/files.ts";
import { modelCache } from "../models/cache.ts";
import type { Stage } from "../plan/stage.ts";
import type { Residual } from "../protocol/estimate.ts";
import type { Machine, RunEvent } from "../protocol/event.ts";
import { correctionsFrom, type MeasuredPeak, residualsOf } from "../sizing/peaks.ts";

const peakSchema: z.ZodType<MeasuredPeak> = z.object({
  cpu: z.string(),
  runtime: z.string(),
  architecture: z.string(),
  kind: z.string(),
  counted_bytes: z.number().positive(),
  measured_bytes: z.number().positive(),
  at: z.string(),
});

function file(): string {
  return path.join(modelCache().root, "peaks.jsonl");
}

/** Peaks that were measured on this machine, oldest first. Damaged lines are passed over: they cost a correction. */
export async function measuredPeaks({ cpu }: Pick<Machine, "cpu">): Promise<MeasuredPeak[]> {
  const text = (await readTextIfThere(file())) ?? "";
  return text.split("\n").flatMap((line) => {
    const peak = peakOf(line);
    return peak?.cpu === cpu ? [peak] : [];
  });
}

function peakOf(line: string): MeasuredPeak | null {
  try {
    return peakSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null; // JSON.parse throws nothing but what a torn line makes it throw
  }
}

/** What the plan's memory is multiplied by, see `correctionsFrom`. */
export async function memoryCorrections(machine: Pick<Machine, "cpu">): Promise<Record<string, number>> {
  return correctionsFrom(await measuredPeaks(machine));
}

export async function memoryResiduals(machine: Pick<Machine, "cpu">): Promise<Residual[]> {
  return residualsOf(await measuredPeaks(machine));
}

/** Remembers the peaks of a run's finished stages beside what was estimated of them, so that the next estimate is corrected. */
export async function rememberPeaks(
  events: readonly RunEvent[],
  { stages, cpu, architecture }: { stages: readonly Stage[]; cpu: string; architecture: string },
): Promise<void> {
  const lines = events.flatMap((event) => {
    if (event.type !== "stage.finished" || !event.peak_memory_bytes) return [];
    const stage = stages.find(({ id }) => id === event.stage);
    const counted = stage?.estimate.memory_counted_bytes ?? stage?.estimate.memory_bytes;
    if (!stage || !counted || stage.engine !== "embedded") return [];
    const peak: MeasuredPeak = {
      cpu,
      runtime: stage.engine,
      architecture,
      kind: stage.kind,
      counted_bytes: counted,
      measured_bytes: event.peak_memory_bytes,
      at: event.at,
    };
    return [`${JSON.stringify(peak)}\n`];
  });
  if (lines.length === 0) return;
  await mkdir(path.dirname(file()), { recursive: true });
  await appendFile(file(), lines.join(""));
}
