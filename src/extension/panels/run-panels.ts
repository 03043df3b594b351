import type * as vscode from "vscode";
import { chooseRun } from "../commands/choose.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { loadKit } from "../load-kit.ts";
import { keyOf, type RunRef } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { showRun } from "./run-panel.ts";

const VIEW_TYPE = "deepextension.run";

export interface RunPanels extends Disposable {
  open(ref: RunRef, options?: { beside?: boolean }): void;
  /** A run's panel was opened: somebody has seen how it stands. */
  onDidOpen(listener: (run: string) => void): Disposable;
}

/** One panel for each run, restored after a reload. */
export function registerRunPanels(services: Services): RunPanels {
  const { vscode, library, launches, t, extensionUri } = services;
  const open = new Map<string, vscode.WebviewPanel>();
  const opened = new vscode.EventEmitter<string>();

  function adopt(panel: vscode.WebviewPanel, ref: RunRef): void {
    const key = keyOf(ref);
    open.set(key, panel);
    panel.onDidDispose(() => {
      if (open.get(key) === panel) open.delete(key);
    });
    const icon = (name: string) => vscode.Uri.joinPath(extensionUri, "media", name);
    panel.iconPath = { light: icon("run-light.svg"), dark: icon("run-dark.svg") };
    showRun(services, panel, ref);
    opened.fire(ref.run);
  }

  const panels: RunPanels = {
    open(ref, { beside = false } = {}) {
      const existing = open.get(keyOf(ref));
      if (existing) {
        existing.reveal();
        opened.fire(ref.run);
        return;
      }
      const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      const title = library.find(ref)?.state.name || t("Run");
      adopt(vscode.window.createWebviewPanel(VIEW_TYPE, title, { viewColumn: column, preserveFocus: beside }), ref);
    },
    onDidOpen: (listener) => opened.event(listener),
    dispose: () => parts.dispose(),
  };

  const parts = allOf(
    opened,
    services.command("deepextension.openRun", async (argument) => {
      const none = t("There are no runs yet. Open a run file and choose Run.");
      const shown = await chooseRun(services, argument, () => true, none);
      if (shown) panels.open(shown);
    }),
    // Who starts a run wants to watch it, and goes on reading the run file meanwhile.
    launches.onDidBegin(({ root, run }) => {
      if (run !== null) panels.open({ root, run }, { beside: true });
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel, memory) {
        const { runPanelMemorySchema } = await loadKit();
        const known = runPanelMemorySchema.safeParse(memory);
        if (known.success) adopt(panel, { root: known.data.workspace, run: known.data.run });
        else panel.dispose(); // closed before it had drawn anything: there is nothing to restore
      },
    }),
  );
  return panels;
}
