import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import type * as vscode from "vscode";
import { chooseRun } from "../commands/choose.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { askText } from "../launch/ask-cli.ts";
import type { ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { openReports } from "./open-reports.ts";
import { reportPage } from "./report-page.ts";

const VIEW_TYPE = "deepextension.report";

/** Opens a run's report: the same file that `deepextension report` writes, shown without scripts. Its tab outlives a reload. */
export function registerReports(services: Services): Disposable {
  const { vscode, library, log, t, workspaceState } = services;
  const open = new Map<string, vscode.WebviewPanel>();
  const known = openReports(workspaceState, (error) => log.error(error instanceof Error ? error : String(error)));

  function adopt(panel: vscode.WebviewPanel, run: string): void {
    open.set(run, panel);
    panel.onDidDispose(() => {
      open.delete(run);
      known.forget(panel.title);
    });
  }

  return allOf(
    services.command("deepextension.openReport", async (argument) => {
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
        const title = known.remember(t("Report: {0}", shown.state.name), shown);
        panel = vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active, {
          enableScripts: false,
          enableFindWidget: true,
          localResourceRoots: [],
        });
        adopt(panel, shown.run);
      }
      panel.webview.html = reportPage(html);
      panel.reveal();
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel) {
        const ref = known.find(panel.title);
        const shown = ref && (await library.load(ref));
        // A run that is gone has no report.
        if (!shown?.state.verdict) return panel.dispose();
        adopt(panel, shown.run);
        panel.webview.options = { enableScripts: false, localResourceRoots: [] };
        panel.webview.html = reportPage(await writeReport(services, shown));
      },
    }),
  );
}

async function writeReport(services: Services, { root, run }: ShownRun): Promise<string> {
  const { vscode, t, storage } = services;
  const folder = path.join(storage.fsPath, "reports");
  const file = path.join(folder, `${run}.html`);
  await mkdir(folder, { recursive: true });
  const args = ["report", run, "--format", "html", "-o", file, "--workspace", root];
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: t("Writing the report") }, () =>
    askText(services, args, root),
  );
  return readFile(file, "utf8");
}
