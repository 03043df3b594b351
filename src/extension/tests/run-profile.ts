import type * as vscode from "vscode";
import { endOf } from "../runs/run-end.ts";
import type { RunRef, ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { runNode } from "../tree-node.ts";
import { runsOf } from "./last-run.ts";

/** How long a run may take to show itself after the command that starts it is done. */
const APPEAR_MS = 1500;

/**
 * Runs a file the way its Run does, sheet included, and resolves with its end. Null: nobody wanted it after all, or it could
 * not start, which was said. `token` stops the run.
 */
export async function runToEnd(
  services: Services,
  file: vscode.Uri,
  token: vscode.CancellationToken,
): Promise<ShownRun | null> {
  const { vscode: editor, library } = services;
  await library.refresh();
  const before = new Set(runsOf(services, file.fsPath).map(({ run }) => run));
  const appeared = watchFor(services, file.fsPath, before);
  const stop = token.onCancellationRequested(async () => {
    const ref = appeared.ref();
    if (!ref) return;
    await editor.commands.executeCommand("deepextension.stop", runNode(ref));
  });
  try {
    await editor.commands.executeCommand("deepextension.run", file);
    await library.refresh();
    const ref = await appeared.within(APPEAR_MS);
    return ref && (await endOf(services, ref));
  } finally {
    stop.dispose();
    appeared.dispose();
  }
}

/** Notices the first run of a file that was not there before. */
function watchFor(services: Services, file: string, before: ReadonlySet<string>) {
  const { library } = services;
  let found: RunRef | null = null;
  let tell: (ref: RunRef) => void = () => {};
  const first = new Promise<RunRef>((resolve) => {
    tell = resolve;
  });
  const look = () => {
    const fresh = runsOf(services, file).find(({ run }) => !before.has(run));
    if (!fresh || found) return;
    found = { root: fresh.root, run: fresh.run };
    tell(found);
  };
  const listening = library.onDidChange(look);
  return {
    ref: () => found,
    async within(milliseconds: number): Promise<RunRef | null> {
      look();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), milliseconds);
      });
      const ref = await Promise.race([first, late]);
      clearTimeout(timer);
      return ref;
    },
    dispose: () => listening.dispose(),
  };
}
