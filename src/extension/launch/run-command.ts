import path from "node:path";
import type * as vscode from "vscode";
import type { PlanReport } from "../../protocol/plan.ts";
import type { Services } from "../services.ts";
import { askPlan } from "./ask-plan.ts";
import { launch } from "./launch.ts";
import { planText } from "./plan-text.ts";
import { chooseRunFile, rootOf, saved } from "./run-files.ts";
import { sheetOf } from "./sheet.ts";

const SKIPPED_SHEETS = "deepextension.skippedSheets";

/** Runs a run file: its sheet first, then its own process. Returns when the run has begun. */
export async function runCommand(services: Services, argument: unknown): Promise<void> {
  if (!(await mayRun(services))) return;
  const file = await chooseRunFile(services, argument);
  if (!file || !(await saved(services, file))) return;
  const { vscode, launches, t } = services;
  if (launches.all().some((starting) => starting.file === file.fsPath)) {
    await vscode.window.showInformationMessage(t("{0} is being started already.", path.basename(file.fsPath)));
    return;
  }
  if (!(await confirmed(services, file))) return;
  const root = rootOf(services, file);
  services.library.addRoot(root);
  await launch(services, { root, what: { file: file.fsPath } }, path.basename(file.fsPath));
}

/** Nothing of the workspace executes before the workspace is trusted. */
export async function mayRun({ vscode, t }: Services): Promise<boolean> {
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
