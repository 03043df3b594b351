import type { Language } from "../../protocol/messages.ts";
import type { Disposable } from "../disposable.ts";
import { createEmitter } from "../emitter.ts";
import { type CliProcess, type CliResult, startCli } from "./cli.ts";

/** A closing window waits for its runs to write their ends, but the editor gives it no more than some seconds. */
const CLOSING_MS = 4000;

/** A run that this window started. */
export interface Launch {
  file: string;
  root: string;
  /** Known once the run has a log. */
  run: string | null;
  done: Promise<CliResult>;
  stop(): void;
}

export interface Launches extends Disposable {
  /** `onMessage` gets what it says to people, line by line. */
  start(options: { file: string; root: string; onMessage?: (line: string) => void }): Launch;
  all(): Launch[];
  /** A run of this window got its id. */
  onDidBegin(listener: (launch: Launch) => void): Disposable;
  /** Asks all to end and waits for them, a few seconds at most. */
  stopAll(): Promise<void>;
}

export interface LaunchesOptions {
  script: string;
  language: Language;
  onMessage: (line: string) => void;
}

/** Runs are children of this window and end with it. Their state is not kept here: that comes from their logs. */
export function openLaunches({ script, language, onMessage }: LaunchesOptions): Launches {
  const begun = createEmitter<Launch>();
  const live = new Map<Launch, CliProcess>();

  return {
    start({ file, root, onMessage: alsoTell }) {
      const child = startCli({
        script,
        args: ["run", file, "--json", "--workspace", root, "--lang", language],
        cwd: root,
        onMessage(line) {
          onMessage(line);
          alsoTell?.(line);
        },
        onLine: (line) => {
          if (launch.run !== null) return;
          launch.run = runIdOf(line);
          if (launch.run !== null) begun.emit(launch);
        },
      });
      const launch: Launch = { file, root, run: null, done: child.done, stop: child.stop };
      live.set(launch, child);
      const forget = () => void live.delete(launch);
      child.done.then(forget, forget);
      return launch;
    },
    all: () => [...live.keys()],
    onDidBegin: (listener) => begun.on(listener),
    async stopAll() {
      const ending = [...live.keys()].map((launch) => {
        launch.stop();
        return launch.done.catch(() => null); // whoever started it shows why
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSING_MS);
      });
      await Promise.race([Promise.all(ending), late]);
      clearTimeout(timer);
    },
    dispose() {
      for (const child of live.values()) child.stop();
    },
  };
}

/** The id that an event carries; null for a line that is none. */
function runIdOf(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("run" in value)) return null;
    return typeof value.run === "string" ? value.run : null;
  } catch {
    return null; // not an event; what the program has to say to people is on stderr
  }
}
