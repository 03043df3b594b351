import type * as vscode from "vscode";
import type { QueueReport } from "../../protocol/cli.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { runNode } from "../tree-node.ts";
import { askCli } from "./ask-cli.ts";

type Entry = QueueReport["runs"][number];

/** Shows who computes and who waits on this machine, of all windows and workspaces, and lets a person change who is next. */
export async function queueCommand(services: Services): Promise<void> {
  const { vscode, t } = services;
  const { runs } = await ask(services, []);
  if (runs.length === 0) {
    await vscode.window.showInformationMessage(t("No run is going on or waiting on this machine."));
    return;
  }
  const items = runs.map((entry) => ({ ...itemOf(entry, services), entry }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t("Choose a run to change its place") });
  if (!picked) return;
  if (picked.entry.state === "running") {
    await vscode.commands.executeCommand("deepextension.openRun", nodeOf(picked.entry));
    return;
  }
  await change(services, picked.entry);
}

function itemOf({ name, position, file, workspace }: Entry, { t }: Services): vscode.QuickPickItem {
  const place = position === null ? t("running") : t("waiting, place {0}", position);
  return { label: name, description: place, detail: `${workspace} · ${file}` };
}

async function change(services: Services, entry: Entry): Promise<void> {
  const { vscode, t } = services;
  const moves = [
    { label: t("Make it next"), move: "first" },
    { label: t("Move up"), move: "up" },
    { label: t("Move down"), move: "down" },
    { label: t("Stop it"), move: null },
  ];
  const picked = await vscode.window.showQuickPick(moves, { placeHolder: entry.name });
  if (!picked) return;
  if (picked.move === null) {
    await vscode.commands.executeCommand("deepextension.stop", nodeOf(entry));
    return;
  }
  const { runs } = await ask(services, ["move", entry.run, picked.move]);
  const place = runs.find(({ run }) => run === entry.run)?.position ?? null;
  const message = place === null ? t("{0} has begun.", entry.name) : t("{0} is at place {1} now.", entry.name, place);
  vscode.window.setStatusBarMessage(message, 4000);
}

const nodeOf = ({ run, workspace }: Entry) => runNode({ root: workspace, run });

async function ask(services: Services, args: readonly string[]): Promise<QueueReport> {
  const { queueReportSchema } = await loadKit();
  const cwd = services.vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? services.extensionUri.fsPath;
  return askCli(services, { args: ["queue", ...args, "--json"], schema: queueReportSchema, cwd });
}
