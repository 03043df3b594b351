import { type Grouping, groupings } from "../../runs/index/query.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { throttle } from "../throttle.ts";
import { showTree } from "../tree-view.ts";
import { drawingOf } from "./drawing.ts";
import { runTree } from "./run-tree.ts";

/** A tree that changes under the pointer is hard to use: twice a second is live enough for percentages. */
const REDRAW_MS = 500;
const VIEW = "deepextension.runs";
const SETTING = "runs.groupBy";

/** What a person looks for, kept with the workspace so that it is there again after a reload. */
interface Search {
  text: string;
  archived: boolean;
}
const SEARCH = "runs.search";
const nothing: Search = { text: "", archived: false };

/** The Runs view: its refreshing, grouping and search. */
export function registerRunsView(services: Services): Disposable {
  const { vscode, library, t, workspaceState } = services;
  let asked = false;

  const search = () => workspaceState.get<Search>(SEARCH, nothing);
  const grouping = (): Grouping => {
    const wanted = vscode.workspace.getConfiguration("deepextension").get<string>(SETTING, "none");
    return groupings.find((each) => each === wanted) ?? "none";
  };

  const nodes = async () => {
    const kit = await loadKit();
    // The index shows what it knows at once; what is newer on the disk comes by a redraw.
    if (!asked) {
      asked = true;
      await library.opened();
      // A history that was never indexed: a welcome that says there are no runs would be wrong.
      if (library.history().length === 0) await library.refresh();
    }
    const { text, archived } = search();
    const by = grouping();
    const query = kit.parseQuery(text, archived);
    const all = library.history();
    const runs = all.filter(({ head }) => kit.matches(head, query));
    const hidden = all.length - runs.length;
    tree.view.description = text;
    tree.view.message = hidden > 0 && text !== "" ? t("{0} of {1} runs fit the search.", runs.length, all.length) : "";
    return runTree(
      {
        runs,
        groups: by === "none" ? null : { by, list: kit.groupRuns(runs, by) },
        searched: hidden > 0 ? text || t("archived runs are not shown") : null,
        find: library.find,
        load: library.load,
      },
      await drawingOf(services),
    );
  };
  const tree = showTree(vscode, VIEW, nodes, { nested: true, several: true });
  const redraw = throttle(() => tree.redraw(), REDRAW_MS);

  async function change(next: Partial<Search>): Promise<void> {
    await workspaceState.update(SEARCH, { ...search(), ...next });
    tree.redraw();
  }

  return allOf(
    tree,
    redraw,
    library.onDidChange(() => redraw()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`deepextension.${SETTING}`)) tree.redraw();
    }),
    services.command("deepextension.searchRuns", async () => {
      const text = await vscode.window.showInputBox({
        title: t("Search Runs"),
        prompt: t("Words of a name, a file, a note or a verdict; #tag; state:failed"),
        value: search().text,
      });
      if (text !== undefined) await change({ text: text.trim() });
    }),
    services.command("deepextension.clearSearch", async () => {
      await change(nothing);
      vscode.window.setStatusBarMessage(t("All runs that are not archived are shown."), 4000);
    }),
    services.command("deepextension.toggleArchived", async () => {
      const archived = !search().archived;
      await change({ archived });
      vscode.window.setStatusBarMessage(
        archived ? t("Archived runs are shown.") : t("Archived runs are not shown."),
        4000,
      );
    }),
    services.command("deepextension.groupRuns", async () => {
      const labels: Record<Grouping, string> = {
        none: t("One list, newest first"),
        file: t("By run file"),
        variant: t("By variant"),
        state: t("By state"),
        day: t("By day"),
      };
      const current = grouping();
      const items = groupings.map((by) => ({
        label: labels[by],
        ...(by === current && { description: t("now") }),
        by,
      }));
      const picked = await vscode.window.showQuickPick(items, { placeHolder: t("Group runs") });
      if (!picked) return;
      const target = vscode.workspace.workspaceFolders
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
      await vscode.workspace.getConfiguration("deepextension").update(SETTING, picked.by, target);
    }),
  );
}
