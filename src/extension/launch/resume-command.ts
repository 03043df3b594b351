import { isLive } from "../../protocol/run-state.ts";
import { chooseRun } from "../commands/choose.ts";
import type { Services } from "../services.ts";
import { launch } from "./launch.ts";
import { mayRun } from "./run-command.ts";

/** Goes on with a run that was stopped, failed or was interrupted: the same run, from its last checkpoint. */
export async function resumeCommand(services: Services, argument: unknown): Promise<void> {
  if (!(await mayRun(services))) return;
  const { vscode, launches, t } = services;
  const canGoOn = (run: Parameters<typeof isLive>[0]) => !isLive(run) && run.state !== "succeeded";
  const shown = await chooseRun(services, argument, canGoOn, t("There is no run to go on with."));
  if (!shown) return;
  if (isLive(shown.state) || launches.all().some((starting) => starting.resume === shown.run)) {
    await vscode.window.showInformationMessage(t("{0} is running already.", shown.state.name));
    return;
  }
  if (shown.state.state === "succeeded") {
    await vscode.window.showInformationMessage(
      t("{0} is done: there is nothing left to go on with.", shown.state.name),
    );
    return;
  }
  await launch(services, { root: shown.root, what: { resume: shown.run } }, shown.state.name);
}
