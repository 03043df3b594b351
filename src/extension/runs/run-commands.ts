import path from "node:path";
import { chooseRun } from "../commands/choose.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { isOfRun, targetOf } from "../tree-node.ts";
import type { RunRef } from "./tracked-run.ts";

/** Commands about runs that exist: what opens files, reveals folders and copies. None of them executes anything. */
export function registerRunCommands(services: Services): Disposable {
  const { vscode, library, log, t } = services;
  const any = () => true;
  const none = t("There are no runs yet. Open a run file and choose Run.");

  return allOf(
    services.command("deepextension.refresh", () => library.refresh({ thorough: true })),
    services.command("deepextension.openRunFile", async (argument) => {
      const shown = await chooseRun(services, argument, any, none);
      if (shown) await openRunFile(services, shown, shown.state.file);
    }),
    services.command("deepextension.copyRunId", async (argument) => {
      const shown = await chooseRun(services, argument, any, none);
      if (!shown) return;
      await vscode.env.clipboard.writeText(shown.run);
      vscode.window.setStatusBarMessage(t("Run id copied: {0}", shown.run), 4000);
    }),
    services.command("deepextension.showLog", async (argument) => {
      const target = targetOf(argument);
      if (target === null || !isOfRun(target)) log.show();
      else await openLog(services, target);
    }),
    services.command("deepextension.revealArtifact", (argument) => revealArtifact(services, argument)),
  );
}

/** The workspace's file, or the copy that the run kept where that one is gone. */
async function openRunFile({ vscode }: Services, { root, run }: RunRef, file: string): Promise<void> {
  const kit = await loadKit();
  const candidates = [path.resolve(root, file), path.join(kit.workspaceAt(root).runFolder(run), "run.yaml")];
  await showFirst(vscode, candidates);
}

/** What the native engine said, else the events. */
async function openLog({ vscode }: Services, { root, run }: RunRef): Promise<void> {
  const folder = (await loadKit()).workspaceAt(root).runFolder(run);
  await showFirst(vscode, [path.join(folder, "engine.log"), path.join(folder, "events.jsonl")]);
}

/** Opens the first of the files that is there; the last one's own error where none is. */
async function showFirst(vscode: Services["vscode"], files: readonly string[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    const uri = vscode.Uri.file(file);
    const isLast = index === files.length - 1;
    const there = isLast || (await isFile(vscode, uri));
    if (!there) continue;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return;
  }
}

async function isFile(
  vscode: Services["vscode"],
  uri: ReturnType<Services["vscode"]["Uri"]["file"]>,
): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false, // not there, or not ours to read: the next candidate is as good
  );
}

async function revealArtifact({ vscode, library, t }: Services, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  if (target?.kind === "artifact") return reveal({ vscode, t }, target.root, target.key);
  const shown = target?.kind === "stage" ? await library.load(target) : null;
  const stage = shown?.state.stages.find(({ id }) => target?.kind === "stage" && id === target.stage);
  if (!shown || !stage) {
    await vscode.window.showInformationMessage(
      t("Choose a stage in the Runs view first; its artifact is shown from there."),
    );
    return;
  }
  await reveal({ vscode, t }, shown.root, stage.key);
}

async function reveal({ vscode, t }: Pick<Services, "vscode" | "t">, root: string, key: string): Promise<void> {
  const folder = vscode.Uri.file((await loadKit()).workspaceAt(root).artifactFolder(key));
  if (!(await isFile(vscode, folder))) {
    await vscode.window.showWarningMessage(
      t("The artifact of this stage is no longer there. Run again to make it anew."),
    );
    return;
  }
  // The system's file manager is on the person's machine, and the files may be on another one.
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  await vscode.commands.executeCommand(local ? "revealFileInOS" : "revealInExplorer", folder);
}
