import type * as vscode from "vscode";
import type { RunPanelIntent, RunPanelUnavailable } from "../../protocol/panels/run.ts";
import { isLive } from "../../protocol/run-state.ts";
import type { CommandId } from "../commands/table.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { loadKit } from "../load-kit.ts";
import { drawingOf } from "../runs/drawing.ts";
import type { RunRef } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import type { Target } from "../tree-node.ts";
import { redrawGap, runPanelState } from "./run-panel-state.ts";
import { newNonce, webviewPage } from "./webview-page.ts";

/** Fills a webview with a run and keeps it up to date while it is visible. Ends with the webview. */
export function showRun(services: Services, panel: vscode.WebviewPanel, ref: RunRef): void {
  const { vscode, library, log } = services;
  let drawn = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let ready = false;

  async function draw(): Promise<void> {
    timer = undefined;
    if (!ready || !panel.visible) return;
    drawn = performance.now();
    await panel.webview.postMessage(await messageOf(services, ref));
    const name = library.find(ref)?.state.name;
    if (name) panel.title = name;
  }

  function drawSoon(): void {
    const shown = library.find(ref);
    const gap = shown ? redrawGap(shown.state) : 0;
    timer ??= setTimeout(
      () => void draw().catch((error) => log.error(error)),
      Math.max(0, drawn + gap - performance.now()),
    );
  }

  async function receive(value: unknown): Promise<void> {
    const { runPanelIntentSchema } = await loadKit();
    const intent = runPanelIntentSchema.safeParse(value);
    if (!intent.success) {
      log.warn(`The run panel sent something that it should not: ${intent.error.message}`);
      return;
    }
    if (intent.data.type === "ready") {
      ready = true;
      await library.load(ref);
      await draw();
    } else await obey(services, ref, intent.data);
  }

  const { webview } = panel;
  const parts: Disposable = allOf(
    webview.onDidReceiveMessage((value) => void receive(value).catch((error) => log.error(error))),
    panel.onDidChangeViewState(() => drawSoon()),
    library.onDidChange((changed) => {
      if (changed === null || (changed.run === ref.run && changed.root === ref.root)) drawSoon();
    }),
    { dispose: () => clearTimeout(timer) },
  );
  panel.onDidDispose(() => parts.dispose());

  const dist = vscode.Uri.joinPath(services.extensionUri, "dist", "webview");
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = webviewPage({
    title: panel.title,
    language: services.language,
    source: webview.cspSource,
    script: webview.asWebviewUri(vscode.Uri.joinPath(dist, "run.js")).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(dist, "run.css")).toString(),
    nonce: newNonce(),
  });
}

async function messageOf(services: Services, ref: RunRef) {
  const { library, language, t } = services;
  const shown = library.find(ref);
  if (shown && shown.damage === null) return runPanelState(shown, isLive(shown.state), await drawingOf(services));
  const reason = shown?.damage ?? t("This run is no longer there.");
  return { type: "unavailable", language, reason } satisfies RunPanelUnavailable;
}

const commandOf: Record<Exclude<RunPanelIntent["type"], "ready">, CommandId> = {
  stop: "deepextension.stop",
  resume: "deepextension.resume",
  "open-report": "deepextension.openReport",
  "open-run-file": "deepextension.openRunFile",
  "open-log": "deepextension.showLog",
  "reveal-artifact": "deepextension.revealArtifact",
};

/** What a panel wishes is what a person could have chosen in the tree: the same command, about the same thing. */
async function obey(
  { vscode, library }: Services,
  ref: RunRef,
  intent: Exclude<RunPanelIntent, { type: "ready" }>,
): Promise<void> {
  const target: Target =
    intent.type === "reveal-artifact" ? { kind: "stage", ...ref, stage: intent.stage } : { kind: "run", ...ref };
  // What is done can only be done again; all else goes on from where it was.
  const isDone = library.find(ref)?.state.state === "succeeded";
  const command = intent.type === "resume" && isDone ? "deepextension.runAgain" : commandOf[intent.type];
  await vscode.commands.executeCommand(command, { target });
}
