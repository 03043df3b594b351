import type * as vscode from "vscode";
import { allOf, type Disposable } from "../disposable.ts";
import type { Services } from "../services.ts";
import { showExperiments } from "./experiments-panel.ts";

const VIEW_TYPE = "deepextension.experiments";

/** The experiments table: one for the window, restored after a reload. */
export function registerExperiments(services: Services): Disposable {
  const { vscode, extensionUri, t } = services;
  let open: vscode.WebviewPanel | null = null;

  function adopt(panel: vscode.WebviewPanel): void {
    open = panel;
    panel.onDidDispose(() => {
      if (open === panel) open = null;
    });
    const icon = (name: string) => vscode.Uri.joinPath(extensionUri, "media", name);
    panel.iconPath = { light: icon("run-light.svg"), dark: icon("run-dark.svg") };
    showExperiments(services, panel);
  }

  return allOf(
    services.command("deepextension.openExperiments", () => {
      if (open) open.reveal();
      else adopt(vscode.window.createWebviewPanel(VIEW_TYPE, t("Experiments"), vscode.ViewColumn.Active));
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel) {
        if (open) panel.dispose();
        else adopt(panel);
      },
    }),
  );
}
