import path from "node:path";
import type * as vscode from "vscode";
import type { PlanReport } from "../../protocol/plan.ts";
import type { Services } from "../services.ts";
import { askPlan } from "./ask-plan.ts";
import type { CliResult } from "./cli.ts";
import type { Launch } from "./launches.ts";
import { planText } from "./plan-text.ts";
import { chooseRunFile, rootOf, saved } from "./run-files.ts";
import { sheetOf } from "./sheet.ts";

const SKIPPED_SHEETS = "deepextension.skippedSheets";

/** Runs a run file: its sheet first, then the process, and a message only where a person has to act. */
export async function runCommand(services: Services, argument: unknown): Promise<void> {
  if (!(await mayRun(services))) return;
  const file = await chooseRunFile(services, argument);
  if (!file || !(await saved(services, file))) return;
  const { vscode, launches, t } = services;
  if (launches.all().some((launch) => launch.file === file.fsPath)) {
    await vscode.window.showInformationMessage(t("{0} is running already.", path.basename(file.fsPath)));
    return;
  }
  if (!(await confirmed(services, file))) return;
  const root = rootOf(services, file);
  services.library.addRoot(root);
  await launchAndWatch(services, file.fsPath, root);
}

/** Nothing of the workspace executes before the workspace is trusted. */
async function mayRun({ vscode, t }: Services): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = t("Manage Workspace Trust");
  const answer = await vscode.window.showWarningMessage(
    t("Running needs a trusted workspace. Everything else works without."),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}

/** Shows the sheet unless the person said for this file that they know. */
async function confirmed(services: Services, file: vscode.Uri): Promise<boolean> {
  const { vscode, workspaceState, t, language } = services;
  const skipped = workspaceState.get<string[]>(SKIPPED_SHEETS, []);
  if (skipped.includes(file.toString())) return true;
  const plan = await askPlan(services, file);
  if (!plan) return false;
  const errors = plan.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    await refuse(services, file, plan, errors);
    return false;
  }
  const run = t("Run");
  const always = t("Run, and Don't Ask Again for This File");
  const { title, detail } = sheetOf(plan, t, language);
  const answer = await vscode.window.showInformationMessage(title, { modal: true, detail }, run, always);
  if (answer === always) await workspaceState.update(SKIPPED_SHEETS, [...skipped, file.toString()]);
  return answer === run || answer === always;
}

async function refuse(
  services: Services,
  file: vscode.Uri,
  plan: PlanReport,
  errors: PlanReport["problems"],
): Promise<void> {
  const { vscode, documents, t, language } = services;
  const problems = t("Show Problems");
  const details = t("Show Plan");
  const first = errors[0]?.message ?? "";
  const message = errors.length === 1 ? first : t("{0} And {1} more.", first, errors.length - 1);
  const answer = await vscode.window.showErrorMessage(message, problems, details);
  if (answer === details)
    await documents.show(t("Plan of {0}", plan.name || path.basename(file.fsPath)), planText(plan, t, language));
  if (answer !== problems) return;
  await vscode.window.showTextDocument(file);
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Starts the process and follows it: what a run does is in its log; that it never got one, or failed, is said here. */
async function launchAndWatch(services: Services, file: string, root: string): Promise<void> {
  const { vscode, library, launches, log, t } = services;
  const name = path.basename(file);
  let tell: (message: string) => void = () => {};
  const launch = launches.start({ file, root, onMessage: (line) => tell(line) });
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t("Starting {0}", name), cancellable: true },
    (progress, token) => {
      // Before a run has a log it fetches its model, which may take a while.
      tell = (message) => progress.report({ message });
      token.onCancellationRequested(() => launch.stop());
      return beginningOf(services, launch);
    },
  );
  const result = await launch.done;
  await library.refresh();
  if (result.code === 0 || result.code === 130) return;
  log.error(`${name}: exit code ${result.code}\n${result.stderr}`);
  await sayFailure(services, launch, result);
}

/** Resolves when the run has a log, or its process has ended without one. */
function beginningOf({ launches }: Services, launch: Launch): Promise<void> {
  return new Promise((resolve) => {
    const listening = launches.onDidBegin((other) => {
      if (other === launch) end();
    });
    const end = () => {
      listening.dispose();
      resolve();
    };
    launch.done.then(end, end); // why it ended is told by who waits for it
  });
}

async function sayFailure({ vscode, t }: Services, launch: Launch, { code, stderr }: CliResult): Promise<void> {
  const name = path.basename(launch.file);
  const showLog = t("Show Log");
  if (launch.run === null) {
    const reason = stderr.split("\n").find((line) => line.trim() !== "") ?? t("exit code {0}", String(code));
    const answer = await vscode.window.showErrorMessage(t("{0} could not start: {1}", name, reason), showLog);
    if (answer === showLog) await vscode.commands.executeCommand("deepextension.showLog");
    return;
  }
  const open = t("Open Run");
  const answer = await vscode.window.showErrorMessage(
    t("The run of {0} failed. Finished stages are kept.", name),
    open,
    showLog,
  );
  const node = { target: { kind: "run", root: launch.root, run: launch.run } };
  if (answer === open) await vscode.commands.executeCommand("deepextension.openRun", node);
  if (answer === showLog) await vscode.commands.executeCommand("deepextension.showLog", node);
}
