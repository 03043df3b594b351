import { isLive } from "../../protocol/run-state.ts";
import { chooseRun } from "../commands/choose.ts";
import { loadKit } from "../load-kit.ts";
import type { ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";

/** Stops a run: one of this window through its channel, another one of this machine by a signal to the very process that owns it. */
export async function stopCommand(services: Services, argument: unknown): Promise<void> {
  const { vscode, t } = services;
  const shown = await chooseRun(services, argument, isLive, t("No run is running."));
  if (!shown) return;
  if (!isLive(shown.state)) {
    await vscode.window.showInformationMessage(t("This run is over already."));
    return;
  }
  if (await requestStop(services, shown)) {
    vscode.window.setStatusBarMessage(t("Stopping {0}; finished stages are kept.", shown.state.name), 4000);
    return;
  }
  await vscode.window.showWarningMessage(t("This run was started elsewhere and can only be stopped there."));
}

export async function requestStop({ launches }: Services, shown: ShownRun): Promise<boolean> {
  const mine = launches.all().find((launch) => launch.run === shown.run);
  if (mine) {
    mine.stop();
    return true;
  }
  if (!canSignal()) return false;
  const kit = await loadKit();
  const owner = await kit.readOwner(kit.workspaceAt(shown.root).runFolder(shown.run));
  // Pids are used again: without the start time it could be a stranger's process.
  if (!owner || owner.started === null || !kit.isAlive(owner)) return false;
  process.kill(owner.pid, "SIGTERM");
  return true;
}

/** Whether a stop may be offered at all. */
export function canStop({ launches }: Services, shown: ShownRun): boolean {
  if (!isLive(shown.state)) return false;
  return canSignal() || launches.all().some((launch) => launch.run === shown.run);
}

/** Start times, by which a process is recognised, are read on Linux only. */
function canSignal(): boolean {
  return process.platform === "linux";
}
