import { isLive } from "../../protocol/run-state.ts";
import { chooseRun } from "../commands/choose.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { askCli } from "./ask-cli.ts";

/** Stops a run, whoever started it: it is asked by a file in its folder, and its processes are seen to be gone. */
export async function stopCommand(services: Services, argument: unknown): Promise<void> {
  const { vscode, library, t } = services;
  const shown = await chooseRun(services, argument, isLive, t("No run is running."));
  if (!shown) return;
  const { name } = shown.state;
  if (!isLive(shown.state)) {
    await vscode.window.showInformationMessage(t("This run is over already."));
    return;
  }
  const { stopReportSchema } = await loadKit();
  vscode.window.setStatusBarMessage(t("Stopping {0}; finished stages are kept.", name), 4000);
  const { outcome } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t("Stopping {0}", name) },
    () =>
      askCli(services, {
        args: ["stop", shown.run, "--json", "--workspace", shown.root],
        schema: stopReportSchema,
        cwd: shown.root,
      }),
  );
  await library.refresh();
  if (outcome === "killed")
    await vscode.window.showWarningMessage(
      t("{0} did not answer and was ended. Finished stages and the last checkpoint are kept.", name),
    );
  if (outcome === "unreachable")
    await vscode.window.showWarningMessage(
      t("{0} does not answer, and its process can't be recognised for certain, so nothing was ended.", name),
    );
}
