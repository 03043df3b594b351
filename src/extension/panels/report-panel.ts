import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import type * as vscode from "vscode";
import { chooseRun } from "../commands/choose.ts";
import type { Disposable } from "../disposable.ts";
import { CliRefusal } from "../launch/ask-cli.ts";
import { startCli } from "../launch/cli.ts";
import { cliScript } from "../places.ts";
import type { ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { reportPage } from "./report-page.ts";

/** Opens a run's report: the same file that `deepextension report` writes, shown without scripts. */
export function registerReports(services: Services): Disposable {
  const { vscode, t } = services;
  const open = new Map<string, vscode.WebviewPanel>();

  return services.command("deepextension.openReport", async (argument) => {
    const none = t("No run has a report yet. There is one when a run's comparison is done.");
    const shown = await chooseRun(services, argument, ({ conclusion }) => conclusion !== null, none);
    if (!shown) return;
    if (!shown.state.verdict) {
      await vscode.window.showInformationMessage(t("This run has no report: its comparison was not done."));
      return;
    }
    const html = await writeReport(services, shown);
    let panel = open.get(shown.run);
    if (!panel) {
      const title = t("Report: {0}", shown.state.name);
      panel = vscode.window.createWebviewPanel("deepextension.report", title, vscode.ViewColumn.Active, {
        enableScripts: false,
        enableFindWidget: true,
        localResourceRoots: [],
      });
      open.set(shown.run, panel);
      panel.onDidDispose(() => open.delete(shown.run));
    }
    panel.webview.html = reportPage(html);
    panel.reveal();
  });
}

async function writeReport(
  { vscode, t, language, log, extensionUri, storage }: Services,
  { root, run }: ShownRun,
): Promise<string> {
  const folder = path.join(storage.fsPath, "reports");
  const file = path.join(folder, `${run}.html`);
  await mkdir(folder, { recursive: true });
  const { code, stderr } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t("Writing the report") },
    () =>
      startCli({
        script: cliScript(extensionUri.fsPath),
        args: ["report", run, "--format", "html", "-o", file, "--workspace", root, "--lang", language],
        cwd: root,
        onMessage: (line) => log.info(line),
      }).done,
  );
  if (code !== 0) throw new CliRefusal(stderr || t("The report could not be written (exit code {0}).", String(code)));
  return readFile(file, "utf8");
}
