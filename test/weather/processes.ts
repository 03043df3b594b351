import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Experiment } from "./experiment.ts";
import type { TestProgram } from "./program/build.ts";

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  process: ChildProcess;
  ended: Promise<Ended>;
  /** What it has written so far. */
  stdout(): string;
}

/** Starts the test's program, in a group of its own so that a signal to that group reaches nobody else. */
export function start(
  program: TestProgram,
  { root, env }: Pick<Experiment, "root" | "env">,
  args: readonly string[],
  more: Record<string, string> = {},
): Started {
  const child = spawn(process.execPath, [program.script, ...args], {
    cwd: root,
    detached: true,
    env: { PATH: process.env.PATH, ...env, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "exit").then(async ([code, signal]) => {
    // What the dead one wrote last may not be read yet, and an orphan may hold the pipe open.
    const late = new AbortController();
    await Promise.race([once(child, "close"), sleep(300, null, { signal: late.signal }).catch(() => null)]);
    late.abort();
    return { code, signal, stdout, stderr } as Ended;
  });
  return { process: child, ended, stdout: () => stdout };
}

export async function run(
  program: TestProgram,
  experiment: Pick<Experiment, "root" | "env">,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<Ended> {
  return start(program, experiment, args, more).ended;
}

/** Waits for something that will be so; fails loudly if it is not, however slow the machine. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  seconds = 60,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await sleep(15);
  }
}

/** Living processes whose command line names the program's folder. Linux only. */
export function processesOf({ script }: TestProgram): { pid: number; command: string }[] {
  const folder = script.slice(0, script.lastIndexOf("/dist/"));
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const command = textOf(`/proc/${name}/cmdline`).replaceAll("\0", " ");
    const state = textOf(`/proc/${name}/stat`).split(") ")[1]?.[0];
    return command.includes(folder) && state !== "Z" ? [{ pid: Number(name), command }] : [];
  });
}

export function childrenOf(pid: number): number[] {
  return textOf(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

/** Sends a signal; false: there is nobody any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // the process has ended
  }
}
