import { setImmediate as breathe } from "node:timers/promises";
import type * as vscode from "vscode";
import type { ExperimentsIntent, ExperimentsMessage, ExperimentsView } from "../../protocol/panels/experiments.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { type Kit, loadKit } from "../load-kit.ts";
import { newNonce, webviewPage } from "../panels/webview-page.ts";
import { diffRunFiles } from "../runs/run-verbs.ts";
import type { Services } from "../services.ts";
import { throttle } from "../throttle.ts";
import type { Target } from "../tree-node.ts";
import { type ExperimentsModel, experimentsModel } from "./experiments-model.ts";

const VIEW = "experiments.view";
/** Rows of the first window: more than a tall screen shows. */
const WINDOW = 200;
const REDRAW_MS = 250;

/** Fills a webview with the table of all runs and keeps it up to date while it is visible. Ends with the webview. */
export function showExperiments(services: Services, panel: vscode.WebviewPanel): void {
  const { vscode, library, log, workspaceState, language, t } = services;
  let model: ExperimentsModel | null = null;
  let window = { from: 0, count: WINDOW };
  let ready = false;
  let reading = true;

  const view = async (): Promise<ExperimentsView> => {
    const { experimentsViewSchema } = await loadKit();
    return experimentsViewSchema.parse(workspaceState.get(VIEW, {}));
  };

  async function draw(): Promise<void> {
    if (!ready || !panel.visible) return;
    const kit = await loadKit();
    model ??= experimentsModel(kit, library);
    await model.update(breathe);
    await panel.webview.postMessage(messageOf(kit, model, await view()));
  }

  function messageOf(kit: Kit, rows: ExperimentsModel, current: ExperimentsView): ExperimentsMessage {
    const table = rows.table(current);
    const from = Math.min(window.from, Math.max(0, table.rows.length - window.count));
    return {
      type: "table",
      language,
      view: current,
      columns: table.columns,
      total: table.rows.length,
      all: rows.count(),
      reading,
      from,
      rows: kit.rowsOfWindow(table, current, from, window.count),
    };
  }

  const redraw = throttle(() => void draw().catch((error) => log.error(error)), REDRAW_MS);

  async function obey(intent: ExperimentsIntent): Promise<void> {
    switch (intent.type) {
      case "ready":
        ready = true;
        await library.opened();
        await draw();
        await library.refresh();
        reading = false;
        return draw();
      case "view":
        await workspaceState.update(VIEW, intent.view);
        window = { ...window, from: 0 };
        return draw();
      case "window":
        window = { from: intent.from, count: intent.count };
        return draw();
      case "copy":
        return copy(intent.format);
      case "open":
        await vscode.commands.executeCommand("deepextension.openRun", { target: targetOf(intent.run) });
        return;
      case "compare": {
        const rows = intent.runs.map((run) => ({ target: targetOf(run) }));
        await vscode.commands.executeCommand("deepextension.compareRuns", rows[0], rows);
        return;
      }
      case "diff": {
        const [older, newer] = intent.runs
          .map(({ root, run }) => library.history().find((listed) => listed.root === root && listed.run === run))
          .filter((listed) => listed !== undefined)
          .sort((a, b) => (a.run < b.run ? -1 : 1));
        if (older && newer) await diffRunFiles(services, older, newer);
      }
    }
  }

  async function copy(format: "csv" | "markdown"): Promise<void> {
    const kit = await loadKit();
    if (!model) return;
    const table = model.table(await view());
    await vscode.env.clipboard.writeText(format === "csv" ? kit.tableCsv(table) : kit.tableMarkdown(table));
    vscode.window.setStatusBarMessage(t("Copied, rows: {0}", table.rows.length), 4000);
  }

  async function receive(value: unknown): Promise<void> {
    const { experimentsIntentSchema } = await loadKit();
    const intent = experimentsIntentSchema.safeParse(value);
    if (intent.success) await obey(intent.data);
    else log.warn(`The experiments table sent something that it should not: ${intent.error.message}`);
  }

  const { webview } = panel;
  const parts: Disposable = allOf(
    webview.onDidReceiveMessage((value) => void receive(value).catch((error) => log.error(error))),
    panel.onDidChangeViewState(() => redraw()),
    library.onDidChange(() => redraw()),
    redraw,
  );
  panel.onDidDispose(() => parts.dispose());

  const dist = vscode.Uri.joinPath(services.extensionUri, "dist", "webview");
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = webviewPage({
    title: panel.title,
    language,
    source: webview.cspSource,
    script: webview.asWebviewUri(vscode.Uri.joinPath(dist, "experiments.js")).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(dist, "experiments.css")).toString(),
    nonce: newNonce(),
  });
}

function targetOf({ root, run }: { root: string; run: string }): Target {
  return { kind: "run", root, run };
}
