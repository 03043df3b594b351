import path from "node:path";
import { allOf, type Disposable } from "../disposable.ts";
import type { Services } from "../services.ts";
import { askPlan } from "./ask-plan.ts";
import { createFromData } from "./create-from-data.ts";
import { planText } from "./plan-text.ts";
import { queueCommand } from "./queue-command.ts";
import { resumeCommand } from "./resume-command.ts";
import { runCommand } from "./run-command.ts";
import { chooseRunFile, saved } from "./run-files.ts";
import { runTemplate } from "./run-template.ts";
import { stopCommand } from "./stop-command.ts";

/** Run, plan, stop, run again, and a first run file. */
export function registerLaunchCommands(services: Services): Disposable {
  return allOf(
    services.command("deepextension.run", (argument) => runCommand(services, argument)),
    services.command("deepextension.resume", (argument) => resumeCommand(services, argument)),
    services.command("deepextension.queue", () => queueCommand(services)),
    // A new run of the file as it is now: every stage that was finished has its key, and is reused.
    services.command("deepextension.runAgain", (argument) => runCommand(services, argument)),
    services.command("deepextension.stop", (argument) => stopCommand(services, argument)),
    services.command("deepextension.plan", (argument) => planCommand(services, argument)),
    services.command("deepextension.newRunFile", () => newRunFile(services)),
    services.command("deepextension.createFromData", (argument) => createFromData(services, argument)),
  );
}

async function planCommand(services: Services, argument: unknown): Promise<void> {
  const { documents, t, language } = services;
  const file = await chooseRunFile(services, argument);
  if (!file || !(await saved(services, file))) return;
  const plan = await askPlan(services, file);
  if (!plan) return;
  await documents.show(t("Plan of {0}", plan.name || path.basename(file.fsPath)), planText(plan, t, language));
}

async function newRunFile({ vscode, t }: Services): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: t("New Run File"),
    filters: { [t("Run files")]: ["run.yaml"] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, "experiment.run.yaml") } : {}),
  });
  if (!uri) return;
  const name = path.basename(uri.fsPath).replace(/(\.run)?\.ya?ml$/i, "");
  const file = uri.with({ path: path.posix.join(path.posix.dirname(uri.path), `${name}.run.yaml`) });
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(runTemplate(name)));
  await vscode.window.showTextDocument(file);
}
