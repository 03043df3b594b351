import type * as vscode from "vscode";
import { allOf, type Disposable } from "../disposable.ts";
import type { Services } from "../services.ts";
import { throttle } from "../throttle.ts";
import { runNode } from "../tree-node.ts";
import { drawingOf } from "./drawing.ts";
import { statusText } from "./status-text.ts";
import type { ShownRun } from "./tracked-run.ts";

const REDRAW_MS = 500;

/** The status bar's one item. Ends of runs that were live while this window was open stay until the run is opened. */
export function registerStatusBar(
  services: Services,
  opened: (listener: (run: string) => void) => Disposable,
): Disposable {
  const { vscode, library, log, t } = services;
  const live = new Set<string>();
  let item: vscode.StatusBarItem | undefined;

  const unseen = ({ run }: ShownRun) => live.has(run);

  async function draw(): Promise<void> {
    const runs = library.runs();
    for (const { run, state } of runs) if (state.state === "running") live.add(run);
    if (runs.length === 0 && !item) return;
    const status = statusText(runs, unseen, await drawingOf(services));
    if (!status) {
      item?.hide();
      return;
    }
    item ??= createItem();
    item.text = status.text;
    item.tooltip = status.tooltip;
    item.accessibilityInformation = { label: status.tooltip, role: "button" };
    item.backgroundColor = status.warning ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.command = { command: "deepextension.openRun", title: t("Open Run"), arguments: [runNode(status.run)] };
    item.show();
  }

  function createItem(): vscode.StatusBarItem {
    const created = vscode.window.createStatusBarItem("deepextension.run", vscode.StatusBarAlignment.Left, 50);
    created.name = "DeepExtension";
    return created;
  }

  const redraw = throttle(() => void draw().catch((error) => log.error(error)), REDRAW_MS);
  return allOf(
    redraw,
    library.onDidChange(() => redraw()),
    opened((run) => {
      if (library.runs().some((shown) => shown.run === run && shown.state.state === "running")) return;
      live.delete(run);
      redraw();
    }),
    { dispose: () => item?.dispose() },
  );
}
