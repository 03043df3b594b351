import { type ChildProcess, fork } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { makeFolder, remove, sizeOf } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { newRunId } from "../runs/run-id.ts";
import { createStore, type Workspace } from "../runs/workspace.ts";
import { type Program, programAt } from "./program-copy.ts";
import { type SupervisorWord, supervisorWordSchema } from "./supervisor-word.ts";

export interface DetachOptions {
  workspace: Workspace;
  /** What to do: run a file (absolute), or go on with a run. */
  what: { file: string } | { resume: string };
  parallel?: number | undefined;
  /** A folder for copies of this program; left out: the run executes the program where it lies. */
  copies?: string | undefined;
  /** Aborted before the run has begun: it does not begin. */
  signal: AbortSignal;
}

export interface Detached {
  run: string;
  /** Another process is doing exactly this already, and `run` is its run. */
  already: boolean;
}

/**
 * Starts a process of its own that owns the run, and returns when the run exists. That process leads a session of its
 * own, so that neither a terminal's end nor an editor's reaches it, and writes to files only, so that nobody who stops
 * reading can block it. Throws the `CodedError` with which the run was refused, or `supervisor-not-started`.
 */
export async function startDetached(options: DetachOptions): Promise<Detached> {
  const { workspace, what, signal } = options;
  await createStore(workspace);
  const program = await programAt(options.copies);
  const run = "resume" in what ? what.resume : newRunId();
  const log = path.join(workspace.store, "supervisors", `${run}.log`);
  await makeFolder(path.dirname(log));
  const child = await spawnSupervisor(program, argumentsOf(options, program, run), log, workspace);
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  try {
    const word = await firstWord(child);
    signal.throwIfAborted();
    if (!word) throw new CodedError("supervisor-not-started", { reason: await lastLine(log), log });
    if (word.type === "refused") throw new CodedError(word.code, word.params);
    return { run: word.run, already: word.type === "already" };
  } finally {
    signal.removeEventListener("abort", stop);
    if (child.connected) child.disconnect();
    child.unref();
    await removeIfEmpty(log);
  }
}

function argumentsOf({ workspace, what, parallel }: DetachOptions, program: Program, run: string): string[] {
  const target = "resume" in what ? ["--resume"] : [what.file];
  const options = ["--run", run, "--workspace", workspace.root];
  if (parallel !== undefined) options.push("--parallel", String(parallel));
  if (program.copy !== null) options.push("--runtime", program.copy);
  return ["supervise", ...target, ...options];
}

/** What it says goes to a file: it is little, unless the program itself fails. */
async function spawnSupervisor(
  program: Program,
  args: string[],
  log: string,
  { root }: Workspace,
): Promise<ChildProcess> {
  const output = await open(log, "a");
  try {
    return fork(program.script, args, {
      cwd: root,
      detached: true,
      execPath: program.execPath,
      execArgv: process.execArgv.filter((argument) => !argument.startsWith("--inspect")),
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      stdio: ["ignore", output.fd, output.fd, "ipc"],
      windowsHide: true,
    } as Parameters<typeof fork>[2]);
  } finally {
    await output.close(); // the child has its own
  }
}

/** Null: it ended without a word. */
function firstWord(child: ChildProcess): Promise<SupervisorWord | null> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new CodedError("child-not-started", { reason: error.message })));
    child.once("message", (value) => {
      const parsed = supervisorWordSchema.safeParse(value);
      if (parsed.success) resolve(parsed.data);
      else reject(new Error(`the supervisor said ${JSON.stringify(value)}`));
    });
    child.once("exit", () => {
      // Its last message may be read after its end is known.
      if (child.connected) child.once("disconnect", () => setImmediate(resolve, null));
      else setImmediate(resolve, null);
    });
  });
}

async function lastLine(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text.trimEnd().split("\n").at(-1)?.slice(0, 300) || "no output";
}

async function removeIfEmpty(log: string): Promise<void> {
  if ((await sizeOf(log)) === 0) await remove(log);
}
