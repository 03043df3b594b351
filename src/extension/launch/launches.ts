import type { Language } from "../../protocol/messages.ts";
import type { Disposable } from "../disposable.ts";
import { createEmitter } from "../emitter.ts";
import { type CliProcess, type CliResult, startCli } from "./cli.ts";

/** A run that this window has asked for and that is not there yet. */
export interface Launch {
  /** What it was asked to do: a run file, or the run to go on with. */
  file: string | null;
  resume: string | null;
  root: string;
  done: Promise<LaunchResult>;
  /** Gives it up: what has not begun does not begin. */
  cancel(): void;
}

export type LaunchResult =
  /** `already`: another window or terminal is doing exactly this, and `run` is its run. */
  { run: string; already: boolean } | { run: null; result: CliResult };

export interface LaunchOptions {
  root: string;
  what: { file: string } | { resume: string };
  /** Gets what it says to people, line by line. */
  onMessage?: (line: string) => void;
}

export interface Launches extends Disposable {
  start(options: LaunchOptions): Launch;
  /** Those that have not begun yet. */
  all(): Launch[];
  /** A run that this window asked for has begun. */
  onDidBegin(listener: (run: { root: string; run: string }) => void): Disposable;
}

export interface LaunchesOptions {
  script: string;
  language: Language;
  /** Runs at once on a device; asked for at each launch, since settings change. */
  parallel: () => number;
  /** A folder of ours for copies of the program, since an update removes the extension's. Null: run it where it lies. */
  copies: string | null;
  onMessage: (line: string) => void;
}

/**
 * Runs belong to no window: each has a process of its own that outlives this one, and its state comes from its log alone.
 * What is kept here is the few seconds in which a run is being started.
 */
export function openLaunches(options: LaunchesOptions): Launches {
  const begun = createEmitter<{ root: string; run: string }>();
  const live = new Map<Launch, CliProcess>();

  return {
    start({ root, what, onMessage: alsoTell }) {
      const child = startCli({
        script: options.script,
        args: argumentsOf(what, root, options),
        cwd: root,
        onMessage(line) {
          options.onMessage(line);
          alsoTell?.(line);
        },
      });
      const done = child.done.then((result): LaunchResult => begunRun(result.stdout) ?? { run: null, result });
      const launch: Launch = {
        file: "file" in what ? what.file : null,
        resume: "resume" in what ? what.resume : null,
        root,
        done,
        cancel: child.stop,
      };
      live.set(launch, child);
      const forget = () => void live.delete(launch);
      done.then(forget, forget);
      // After the caller's own `then`s: it may say something before the panel opens.
      done.then(({ run }) => run !== null && begun.emit({ root, run }), forget);
      return launch;
    },
    all: () => [...live.keys()],
    onDidBegin: (listener) => begun.on(listener),
    dispose() {
      for (const child of live.values()) child.stop();
    },
  };
}

function argumentsOf(
  what: LaunchOptions["what"],
  root: string,
  { parallel, copies, language }: LaunchesOptions,
): string[] {
  return [
    ...("file" in what ? ["run", what.file] : ["resume", what.resume]),
    ...["--detach", "--json", "--workspace", root, "--lang", language, "--parallel", String(parallel())],
    ...(copies === null ? [] : ["--copies", copies]),
  ];
}

/** What a launch that succeeded printed; null: it failed, and says why on stderr. */
function begunRun(stdout: string): { run: string; already: boolean } | null {
  try {
    const value: unknown = JSON.parse(stdout);
    if (typeof value !== "object" || value === null || !("run" in value) || typeof value.run !== "string") return null;
    return { run: value.run, already: "already" in value && value.already === true };
  } catch {
    return null; // nothing, or a plan's problems
  }
}
