import path from "node:path";
import type { AnnotationChange } from "../../protocol/run-row.ts";
import { isLive } from "../../protocol/run-state.ts";
import { titleOf } from "../../protocol/title.ts";
import { chooseRuns } from "../commands/choose.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { askCli, askText } from "../launch/ask-cli.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import type { ListedRun } from "./run-history.ts";

/** What a person does with runs that exist: says something about them, copies them, sets them side by side. */
export function registerRunVerbs(services: Services): Disposable {
  const { vscode, t } = services;
  const none = t("There are no runs yet. Open a run file and choose Run.");
  const any = () => true;
  const choose = (args: readonly unknown[], fits: Parameters<typeof chooseRuns>[2] = any, empty = none) =>
    chooseRuns(services, args, fits, empty);

  return allOf(
    services.command("deepextension.renameRun", async (...args) => {
      const [run] = await choose(args);
      if (!run) return;
      const name = await vscode.window.showInputBox({
        title: t("Rename Run"),
        prompt: t("Shown in place of the run file's name. Empty: the run file's name again."),
        value: titleOf(run.head),
      });
      if (name !== undefined) await annotate(services, [run], { name });
    }),
    services.command("deepextension.tagRuns", async (...args) => {
      const runs = await choose(args);
      if (runs.length > 0) await tag(services, runs);
    }),
    services.command("deepextension.noteRun", async (...args) => {
      const [run] = await choose(args);
      if (!run) return;
      const note = await vscode.window.showInputBox({
        title: t("Note on {0}", titleOf(run.head)),
        prompt: t("Kept with the run, and found by the search."),
        value: run.head.note,
      });
      if (note !== undefined) await annotate(services, [run], { note });
    }),
    services.command("deepextension.archiveRuns", async (...args) => {
      const fits = (head: ListedRun["head"]) => !head.archived && !isLive(head);
      const runs = await choose(args, fits, t("There is no run to archive."));
      if (runs.length === 0) return;
      await annotate(services, runs, { archived: true });
      vscode.window.setStatusBarMessage(t("Archived. The view's menu shows archived runs again."), 6000);
    }),
    services.command("deepextension.unarchiveRuns", async (...args) => {
      const runs = await choose(args, ({ archived }) => archived, t("No run is archived."));
      if (runs.length > 0) await annotate(services, runs, { archived: false });
    }),
    services.command("deepextension.copyTraining", async (...args) => {
      const [run] = await choose(args);
      if (run) await copyTraining(services, run);
    }),
    services.command("deepextension.compareRuns", async (...args) => {
      const fits = ({ conclusion }: ListedRun["head"]) => conclusion !== null;
      const runs = await choose(args, fits, t("No run has a verdict yet, so there is nothing to compare."));
      if (runs.length > 0) await compare(services, runs);
    }),
    services.command("deepextension.diffRunFiles", async (...args) => {
      const runs = await choose(args);
      if (runs.length === 0) return;
      const [older, newer] = [...runs].sort((a, b) => (a.run < b.run ? -1 : 1));
      if (runs.length === 2 && older && newer) await diffRunFiles(services, older, newer);
      else await vscode.window.showInformationMessage(t("Choose exactly two runs to see how their run files differ."));
    }),
  );
}

async function annotate(
  { library }: Services,
  runs: readonly ListedRun[],
  change: Omit<AnnotationChange, "v" | "at">,
): Promise<void> {
  const kit = await loadKit();
  for (const { root, run } of runs) await kit.annotateRun(kit.workspaceAt(root), run, change);
  await library.refresh({ runs });
}

/** The tags that all of them have are edited as one text; what a run has besides stays. */
async function tag(services: Services, runs: readonly ListedRun[]): Promise<void> {
  const { vscode, t } = services;
  const [first, ...rest] = runs;
  const shared = (first?.head.tags ?? []).filter((each) => rest.every(({ head }) => head.tags.includes(each)));
  const text = await vscode.window.showInputBox({
    title: runs.length === 1 && first ? t("Tags of {0}", titleOf(first.head)) : t("Tags of the chosen runs"),
    prompt: t("Words, with spaces between them."),
    value: shared.join(" "),
  });
  if (text === undefined) return;
  const wanted = text.split(/[\s,]+/).filter((each) => each !== "");
  const clean = new Set(wanted.map((each) => each.replace(/^#/, "")));
  await annotate(services, runs, {
    add_tags: [...clean].filter((each) => !shared.includes(each)),
    remove_tags: shared.filter((each) => !clean.has(each)),
  });
}

/** A new run file beside the old one, from what really ran, opened to be changed. */
async function copyTraining(services: Services, { root, run }: ListedRun): Promise<void> {
  const { vscode } = services;
  const { copiedRunSchema } = await loadKit();
  const args = ["copy", run, "--workspace", root, "--json"];
  const { file } = await askCli(services, { args, schema: copiedRunSchema, cwd: root });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.file(file)));
}

async function compare(services: Services, runs: readonly ListedRun[]): Promise<void> {
  const { documents, t } = services;
  const root = runs[0]?.root ?? "";
  const text = await askText(services, ["compare", ...runs.map(({ run }) => run), "--workspace", root], root);
  await documents.show(t("Comparison of {0}", runs.map(({ head }) => titleOf(head)).join(", ")), text);
}

/** How the run files differ as they ran, in the editor's own view of differences. */
export async function diffRunFiles(
  { vscode, documents }: Services,
  older: Pick<ListedRun, "root" | "run" | "head">,
  newer: Pick<ListedRun, "root" | "run" | "head">,
): Promise<void> {
  const kit = await loadKit();
  const uri = ({ root, run, head }: typeof older) =>
    documents.runFile(titleOf(head), path.join(kit.workspaceAt(root).runFolder(run), "run.yaml"));
  const title = `${titleOf(older.head)} ↔ ${titleOf(newer.head)}`;
  await vscode.commands.executeCommand("vscode.diff", uri(older), uri(newer), title);
}
