import { directory } from "../models/directory/directory.ts";
import { listModels } from "../models/known.ts";
import type { OwnQuality } from "../protocol/advice.ts";
import { CodedError } from "../protocol/problem.ts";
import { readRun, runIds } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import { countParameters, findArchitecture } from "../sizing/architecture.ts";
import { parseRunFile } from "../spec/parse.ts";
import { readResults, readRunFile } from "./results.ts";

/** Runs that are looked into: quality is of today's data, and reading a thousand verdicts takes its time. */
const LATEST = 40;

/** The best that each model of the directory came to on this workspace's own test rows, newest run first. Runs without a verdict say nothing. */
export async function ownQuality(workspace: Workspace): Promise<Map<string, OwnQuality>> {
  const found = new Map<string, OwnQuality>();
  for (const run of (await runIds(workspace)).slice(0, LATEST)) {
    const quality = await qualityOf(workspace, run);
    if (!quality) continue;
    for (const { id, arch } of directory) if (arch === quality.arch && !found.has(id)) found.set(id, quality.best);
  }
  return found;
}

async function qualityOf(workspace: Workspace, run: string): Promise<{ arch: string; best: OwnQuality } | null> {
  const spec = parseRunFile(await readRunFile(workspace, run)).value;
  const arch = spec && findArchitecture(spec.model)?.key;
  if (!arch) return null;
  try {
    const state = await readRun(workspace, run);
    const { verdict } = await readResults(workspace, state);
    const own = new Set(verdict.candidates.filter(({ role }) => role !== "rival").map(({ name }) => name));
    const primary = verdict.comparisons[0];
    const means = primary?.variants.filter(({ name }) => own.has(name)) ?? [];
    const best = means.sort((a, b) => b.mean - a.mean)[0];
    if (!primary || !best) return null;
    const { mean, low, high } = best;
    return { arch, best: { metric: primary.metric, mean, low, high, n: verdict.items, run } };
  } catch (error) {
    if (error instanceof CodedError) return null; // no verdict yet, or a damaged log, which `list` tells of
    throw error;
  }
}

/** Models of this machine by architecture, for run files that need no download. */
export async function modelsHere(): Promise<Map<string, string>> {
  const here = new Map<string, string>();
  for (const { id, title, parameters } of await listModels()) {
    const shape = findArchitecture(id) ?? findArchitecture(title);
    const isWhole = shape && parameters && Math.abs(countParameters(shape).total / parameters - 1) < 0.05;
    if (isWhole && !here.has(shape.key)) here.set(shape.key, id);
  }
  return here;
}
