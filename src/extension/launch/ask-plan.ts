import path from "node:path";
import type * as vscode from "vscode";
import type { PlanReport } from "../../protocol/plan.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { askCancellable } from "./ask-cancellable.ts";
import { rootOf } from "./run-files.ts";

/** A file's plan, with a progress that can be cancelled. Null: the person cancelled. */
export async function askPlan(services: Services, file: vscode.Uri): Promise<PlanReport | null> {
  const { t } = services;
  const kit = await loadKit();
  const root = rootOf(services, file);
  return askCancellable(services, t("Planning {0}", path.basename(file.fsPath)), {
    args: ["plan", file.fsPath, "--json", "--workspace", root],
    schema: kit.planReportSchema,
    cwd: root,
  });
}
