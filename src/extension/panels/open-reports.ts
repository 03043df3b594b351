import type * as vscode from "vscode";
import type { RunRef } from "../runs/tracked-run.ts";

const KEY = "deepextension.openReports";

/**
 * Which run's report stands in which tab. Reports have no scripts, so a tab can't remember it: its title does, which is
 * why no two tabs have the same one.
 */
export interface OpenReports {
  /** A title that no other tab has, and that leads back to the run. */
  remember(title: string, ref: RunRef): string;
  /** The run of a tab that the editor brought back; null: nobody knows it any more. */
  find(title: string): RunRef | null;
  forget(title: string): void;
}

export function openReports(memento: vscode.Memento, onError: (error: unknown) => void): OpenReports {
  const read = () => memento.get<Record<string, RunRef>>(KEY, {});
  const write = (reports: Record<string, RunRef>) => {
    Promise.resolve(memento.update(KEY, reports)).catch(onError);
  };
  return {
    remember(title, { root, run }) {
      const reports = read();
      let unique = title;
      const isTaken = (name: string) => (reports[name]?.run ?? run) !== run;
      for (let count = 2; isTaken(unique); count += 1) unique = `${title} (${count})`;
      write({ ...reports, [unique]: { root, run } });
      return unique;
    },
    find: (title) => read()[title] ?? null,
    forget(title) {
      const { [title]: _, ...others } = read();
      write(others);
    },
  };
}
