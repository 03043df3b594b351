import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { isLive } from "../../src/protocol/run-state.ts";
import { readRun, runIds } from "../../src/runs/list.ts";
import { readOwner } from "../../src/runs/owner.ts";
import { workspaceAt } from "../../src/runs/workspace.ts";
import { damageOf, type Fingerprints, fingerprints } from "./check-store.ts";
import { type Experiment, experiment } from "./experiment.ts";
import { childrenOf, processesOf, run, signal, start, until } from "./processes.ts";
import type { TestProgram } from "./program/build.ts";

export interface StormResult {
  kills: number;
  /** Kills by whom they hit. */
  victims: Record<string, number>;
  /** Workspaces whose run came to its end, and how many attempts that took in all. */
  workspaces: number;
  attempts: number;
  corrupt: string[];
  lost: string[];
  duplicates: string[];
  orphans: string[];
}

export interface StormOptions {
  program: TestProgram;
  seed: number;
  /** Kills to make; the last workspace is then left to come to its end. */
  kills: number;
  onWorkspace?: (result: StormResult) => void;
}

type Victim = "owner" | "child" | "owner, then child" | "owner twice" | "SIGTERM to the group";
const victims: readonly Victim[] = ["owner", "child", "owner, then child", "SIGTERM to the group", "owner twice"];
type Way = "run" | "run --detach" | "resume" | "resume --detach";

/** The longest that a run is left alone, milliseconds at the null engine's pace. */
const LONGEST_MS = 1500;

/**
 * Kills runs again and again, at moments and in ways that a seed chooses, and each time does what a person would do: runs
 * the file again, or resumes. When a run has come to its end, its store is held against one that was left alone.
 */
export async function storm({ program, seed, kills, onWorkspace }: StormOptions): Promise<StormResult> {
  const random = generator(seed);
  const expected = await undisturbed(program);
  const result: StormResult = {
    ...{ kills: 0, victims: {}, workspaces: 0, attempts: 0 },
    ...{ corrupt: [], lost: [], duplicates: [], orphans: [] },
  };
  while (result.kills < kills) {
    const here = await experiment();
    try {
      await weather(program, here, { random, result, kills });
      const damage = await damageOf(here, expected, result.kills);
      for (const kind of ["corrupt", "lost", "duplicates"] as const) {
        result[kind].push(...damage[kind].map((text) => `workspace ${result.workspaces}: ${text}`));
      }
      result.orphans.push(...(await orphans(program)));
      result.workspaces += 1;
      onWorkspace?.(result);
    } finally {
      await here.remove();
    }
  }
  return result;
}

/** What a run leaves that nobody disturbs. */
export async function undisturbed(program: TestProgram): Promise<Fingerprints> {
  const here = await experiment();
  try {
    const { code, stderr } = await run(program, here, ["run", here.file, "--json"]);
    if (code !== 0) throw new Error(`the undisturbed run failed: ${stderr}`);
    return await fingerprints(here.root);
  } finally {
    await here.remove();
  }
}

interface Weather {
  random: () => number;
  result: StormResult;
  kills: number;
}

/** One workspace, until its run has succeeded. */
async function weather(program: TestProgram, here: Experiment, { random, result, kills }: Weather): Promise<void> {
  for (;;) {
    const way = await wayOf(here, random);
    const [command = "run", detach] = way.split(" ");
    const target = command === "run" ? here.file : "latest";
    const args = [command, target, "--json", ...(detach ? [detach] : [])];
    const patience = random() * LONGEST_MS;
    const victim = victims[result.attempts % victims.length]!;
    const started = start(program, here, args);
    result.attempts += 1;
    // As a rule counted from when the process says something: starting one takes longer on a busy machine.
    const atOnce = random() < 0.2;
    if (!atOnce) await until("the command begins or ends", () => started.stdout() !== "" || hasEnded(started.process));
    if (result.kills < kills && random() < 0.9) {
      const late = new AbortController();
      await Promise.race([sleep(patience, null, { signal: late.signal }).catch(() => null), started.ended]);
      late.abort();
      const hit = await strike(here, victim, started.process.pid!);
      if (hit) {
        result.kills += 1;
        result.victims[victim] = (result.victims[victim] ?? 0) + 1;
      }
    }
    await started.ended;
    await settled(here);
    if (await hasSucceeded(here)) return;
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

async function wayOf({ root }: Experiment, random: () => number): Promise<Way> {
  const [latest] = await runIds(workspaceAt(root));
  const ways: Way[] =
    latest === undefined ? ["run", "run --detach"] : ["run", "run --detach", "resume", "resume --detach"];
  return ways[Math.floor(random() * ways.length)]!;
}

/** Sends the signals; false: there was nobody to be hit. */
async function strike({ root }: Experiment, victim: Victim, launcher: number): Promise<boolean> {
  const workspace = workspaceAt(root);
  const [latest] = await runIds(workspace);
  const owner = (latest === undefined ? null : await readOwner(workspace.runFolder(latest)))?.pid ?? launcher;
  const child = victim.includes("child") ? await childOf(owner) : undefined;
  switch (victim) {
    case "owner":
      return signal(owner, "SIGKILL");
    case "child":
      return child !== undefined && signal(child, "SIGKILL");
    case "owner, then child":
      return signal(owner, "SIGKILL") && (child === undefined || signal(child, "SIGKILL") || true);
    case "owner twice":
      signal(launcher, "SIGKILL");
      return signal(owner, "SIGKILL");
    case "SIGTERM to the group":
      return signal(-owner, "SIGTERM");
  }
}

/** Between two stages there is none for a moment. */
async function childOf(owner: number): Promise<number | undefined> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const [child] = childrenOf(owner);
    if (child !== undefined) return child;
    await sleep(15);
  }
  return undefined;
}

/** Waits until no process owns the newest run any more. */
async function settled({ root }: Experiment): Promise<void> {
  await until("the run has no owner", async () => {
    const workspace = workspaceAt(root);
    const [latest] = await runIds(workspace);
    return latest === undefined || !isLive(await readRun(workspace, latest));
  });
}

async function hasSucceeded({ root }: Experiment): Promise<boolean> {
  const workspace = workspaceAt(root);
  const [latest] = await runIds(workspace);
  return latest !== undefined && (await readRun(workspace, latest)).state === "succeeded";
}

/** Processes that are still there although every run is over. */
async function orphans(program: TestProgram): Promise<string[]> {
  try {
    await until("all processes end", () => processesOf(program).length === 0, 20);
    return [];
  } catch {
    return processesOf(program).map(({ pid, command }) => `${pid} ${command}`);
  }
}

/** mulberry32: small, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Why a storm is not over well; empty: it is. */
export function complaints(result: StormResult): string[] {
  return [...result.corrupt, ...result.lost, ...result.duplicates, ...result.orphans];
}

export function summary(result: StormResult): string {
  const { kills, workspaces, attempts, victims: hit, corrupt, lost, duplicates, orphans: left } = result;
  const by = Object.entries(hit).map(([victim, times]) => `${times} ${victim}`);
  return [
    `${kills} kills (${by.join(", ")}) in ${workspaces} workspaces, ${attempts} attempts:`,
    `${corrupt.length} corrupt stores, ${lost.length} lost finished items, ${duplicates.length} duplicates, ${left.length} orphans`,
  ].join("\n");
}
