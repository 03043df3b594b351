import { endOf } from "../runs/run-end.ts";
import type { RunRef, ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { runNode } from "../tree-node.ts";
import type { LaunchOptions } from "./launches.ts";

/**
 * Starts a run's process and returns when the run has begun, with the run; null where it did not, which was said. What the
 * run does from then on is in its log; that it failed in the end is said, as long as this window is open.
 */
export async function launch(
  services: Services,
  options: Omit<LaunchOptions, "onMessage">,
  name: string,
): Promise<RunRef | null> {
  const { vscode, library, launches, log, t } = services;
  let tell: (message: string) => void = () => {};
  const starting = launches.start({ ...options, onMessage: (line) => tell(line) });
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t("Starting {0}", name), cancellable: true },
    (progress, token) => {
      tell = (message) => progress.report({ message });
      token.onCancellationRequested(() => starting.cancel());
      return starting.done.then(
        () => undefined,
        () => undefined, // why it ended is told by who waits for it
      );
    },
  );
  const outcome = await starting.done;
  await library.refresh();
  if (outcome.run === null) {
    const { code, stderr } = outcome.result;
    if (code === 130) return null;
    log.error(`${name}: exit code ${code}\n${stderr}`);
    await sayRefusal(services, name, stderr === "" ? t("exit code {0}", String(code)) : stderr);
    return null;
  }
  const ref = { root: options.root, run: outcome.run };
  if (outcome.already) vscode.window.setStatusBarMessage(t("{0} is running already.", name), 4000);
  else void endOf(services, ref).then((shown) => sayFailure(services, ref, shown), log.error);
  return ref;
}

async function sayRefusal({ vscode, t }: Services, name: string, stderr: string): Promise<void> {
  const reason = stderr.split("\n").find((line) => line.trim() !== "") ?? "";
  const showLog = t("Show Log");
  const answer = await vscode.window.showErrorMessage(t("{0} could not start: {1}", name, reason), showLog);
  if (answer === showLog) await vscode.commands.executeCommand("deepextension.showLog");
}

async function sayFailure({ vscode, t }: Services, ref: RunRef, shown: ShownRun | null): Promise<void> {
  if (shown?.state.state !== "failed") return;
  const open = t("Open Run");
  const showLog = t("Show Log");
  const message = t("The run of {0} failed. Finished stages are kept.", shown.state.name);
  const answer = await vscode.window.showErrorMessage(message, open, showLog);
  const node = runNode(ref);
  if (answer === open) await vscode.commands.executeCommand("deepextension.openRun", node);
  if (answer === showLog) await vscode.commands.executeCommand("deepextension.showLog", node);
}
