import path from "node:path";
import type * as vscode from "vscode";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { askCancellable } from "./ask-cancellable.ts";

/** What `init` reads. */
const extensions = ["jsonl", "ndjson", "json", "csv", "tsv", "parquet", "xlsx"];

/** Writes a run file for the data file that was chosen, in the explorer or now, opens it and says what the columns were taken for. */
export async function createFromData(services: Services, argument: unknown): Promise<void> {
  const { vscode: editor, t } = services;
  const data = argument instanceof editor.Uri ? argument : await chooseData(services);
  if (!data) return;
  const cwd = path.dirname(data.fsPath);
  const title = t("Looking at {0}", path.basename(data.fsPath));
  const { initReportSchema } = await loadKit();
  const report = await askCancellable(services, title, {
    args: ["init", data.fsPath, "--json"],
    schema: initReportSchema,
    cwd,
  });
  if (!report) return;
  await editor.window.showTextDocument(editor.Uri.file(report.file));
  const { prompt, answer, shape } = report.columns;
  const run = t("Run");
  const said =
    shape === null
      ? t(
          "The question is {0}, the answer is {1}. The comments say why; change what is wrong.",
          prompt.join(" + "),
          answer ?? "",
        )
      : t("The rows have the shape {0}. The comments say what was chosen and why; change what is wrong.", shape);
  const chosen = await editor.window.showInformationMessage(said, run);
  if (chosen === run) await editor.commands.executeCommand("deepextension.run", editor.Uri.file(report.file));
}

async function chooseData({ vscode: editor, t }: Services): Promise<vscode.Uri | undefined> {
  const folder = editor.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await editor.window.showOpenDialog({
    title: t("Create Run File from Data"),
    filters: { [t("Data")]: extensions },
    ...(folder ? { defaultUri: folder } : {}),
  });
  return chosen?.[0];
}
