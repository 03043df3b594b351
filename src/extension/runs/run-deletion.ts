import { formatBytes } from "../../protocol/format.ts";
import { isLive } from "../../protocol/run-state.ts";
import { titleOf } from "../../protocol/title.ts";
import { chooseRuns } from "../commands/choose.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { askCli } from "../launch/ask-cli.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import type { ListedRun } from "./run-history.ts";

/** Deleting runs, bringing them back, and clearing out what nothing needs. Each says what it will do before it does it. */
export function registerRunDeletion(services: Services): Disposable {
  const { t } = services;
  return allOf(
    services.command("deepextension.deleteRuns", async (...args) => {
      if (!(await isTrusted(services))) return;
      const fits = (head: ListedRun["head"]) => !isLive(head);
      const runs = await chooseRuns(services, args, fits, t("There is no run to delete."));
      if (runs.length > 0) await deleteRuns(services, runs);
    }),
    services.command("deepextension.restoreRun", () => restore(services)),
    services.command("deepextension.collectGarbage", async () => {
      if (await isTrusted(services)) await collect(services);
    }),
  );
}

async function isTrusted({ vscode, t }: Services): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  await vscode.window.showWarningMessage(t("Deleting needs a trusted workspace."));
  return false;
}

async function deleteRuns(services: Services, runs: readonly ListedRun[]): Promise<void> {
  const { vscode, library, t } = services;
  const { deletionsSchema } = await loadKit();
  // Runs of several folders are deleted folder by folder: each has its own store.
  for (const root of new Set(runs.map((run) => run.root))) {
    const own = runs.filter((run) => run.root === root);
    const ids = own.map(({ run }) => run);
    const ask = (flag: string) =>
      askCli(services, {
        args: ["delete", ...ids, flag, "--workspace", root, "--json"],
        schema: deletionsSchema,
        cwd: root,
      });
    const preview = await ask("--dry-run");
    const bytes = preview.reduce((sum, deletion) => sum + deletion.bytes, 0);
    const dependents = new Set(preview.flatMap((deletion) => deletion.dependents).filter((run) => !ids.includes(run)));
    const kept = preview.reduce((sum, deletion) => sum + deletion.kept.length, 0);
    const name = own.length === 1 && own[0] ? titleOf(own[0].head) : t("{0} runs", own.length);
    const detail = [t("This frees {0}.", formatBytes(bytes))];
    if (kept > 0) {
      detail.push(t("{0} of its artifacts stay, since {1} other runs or a release need them.", kept, dependents.size));
    }
    detail.push(t("It can be undone until the garbage is collected."));
    const confirm = t("Delete");
    const options = { modal: true, detail: detail.join("\n") };
    if ((await vscode.window.showWarningMessage(t("Delete {0}?", name), options, confirm)) !== confirm) return;
    await ask("--yes");
    await library.refresh();
    void offerUndo(services, root, ids, name);
  }
}

async function offerUndo(services: Services, root: string, runs: readonly string[], name: string): Promise<void> {
  const { vscode, log, t } = services;
  const undo = t("Undo");
  try {
    if ((await vscode.window.showInformationMessage(t("Deleted {0}.", name), undo)) !== undo) return;
    for (const run of runs) await bringBack(services, root, run);
  } catch (error) {
    // Nobody waits for this answer any more, so it is told here.
    log.error(error instanceof Error ? error : String(error));
    await vscode.window.showErrorMessage(t("{0} could not be brought back; the log says why.", name));
  }
}

async function bringBack(services: Services, root: string, run: string): Promise<void> {
  const { restoredRunSchema } = await loadKit();
  const args = ["restore", run, "--workspace", root, "--json"];
  await askCli(services, { args, schema: restoredRunSchema, cwd: root });
  await services.library.refresh();
}

async function restore(services: Services): Promise<void> {
  const { vscode, library, t } = services;
  const { trashEntriesSchema } = await loadKit();
  const items: { label: string; description: string; root: string; run: string }[] = [];
  for (const root of library.roots()) {
    const args = ["restore", "--workspace", root, "--json"];
    for (const entry of await askCli(services, { args, schema: trashEntriesSchema, cwd: root })) {
      items.push({
        label: entry.name || entry.run,
        description: `${formatBytes(entry.bytes)} · ${entry.run}`,
        root,
        run: entry.run,
      });
    }
  }
  if (items.length === 0) {
    await vscode.window.showInformationMessage(t("No deleted run can be brought back."));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t("Choose a deleted run to bring back") });
  if (picked) await bringBack(services, picked.root, picked.run);
}

async function collect(services: Services): Promise<void> {
  const { vscode, library, t } = services;
  const { garbageReportSchema } = await loadKit();
  const ask = (root: string, ...flags: string[]) =>
    askCli(services, { args: ["gc", ...flags, "--workspace", root, "--json"], schema: garbageReportSchema, cwd: root });
  const found: { root: string; bytes: number; count: number }[] = [];
  for (const root of library.roots()) {
    const { garbage, bytes } = await ask(root);
    if (garbage.length > 0) found.push({ root, bytes, count: garbage.length });
  }
  const bytes = found.reduce((sum, each) => sum + each.bytes, 0);
  if (found.length === 0) {
    await vscode.window.showInformationMessage(t("Everything that runs have made is still needed."));
    return;
  }
  const count = found.reduce((sum, each) => sum + each.count, 0);
  const remove = t("Remove");
  const detail = t(
    "Artifacts, leftovers and deleted runs that no run and no release needs: {0}. This can't be undone.",
    count,
  );
  const title = t("Free {0}?", formatBytes(bytes));
  if ((await vscode.window.showWarningMessage(title, { modal: true, detail }, remove)) !== remove) return;
  let freed = 0;
  for (const { root } of found) freed += (await ask(root, "--yes")).freed ?? 0;
  vscode.window.setStatusBarMessage(t("{0} freed.", formatBytes(freed)), 6000);
}
