import path from "node:path";
import type * as vscode from "vscode";
import type { PlanReport } from "../../protocol/plan.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { askCli } from "./ask-cli.ts";
import { rootOf } from "./run-files.ts";

/** A file's plan, with a progress that can be cancelled. Null: the person cancelled. */
export async function askPlan(services: Services, file: vscode.Uri): Promise<PlanReport | null> {
  const { vscode, t } = services;
  const kit = await loadKit();
  const root = rootOf(services, file);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t("Planning {0}", path.basename(file.fsPath)),
      cancellable: true,
    },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        return await askCli(services, {
          args: ["plan", file.fsPath, "--json", "--workspace", root],
          schema: kit.planReportSchema,
          cwd: root,
          signal: abort.signal,
        });
      } catch (error) {
        if (abort.signal.aborted) return null;
        throw error;
      }
    },
  );
}
