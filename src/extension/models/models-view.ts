import type { KnownModel } from "../../protocol/model.ts";
import { isLive } from "../../protocol/run-state.ts";
import { titleOf } from "../../protocol/title.ts";
import type { Disposable } from "../disposable.ts";
import { allOf } from "../disposable.ts";
import { askCli } from "../launch/ask-cli.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import type { TreeNode } from "../tree-node.ts";
import { showTree } from "../tree-view.ts";
import type { PlacedArtifact } from "./artifact-items.ts";
import { modelItems, modelsFailure } from "./model-items.ts";

export interface ModelsView extends Disposable {
  /** Asks again: a model was added, removed, or fetched by a run. */
  refresh(): void;
  models(): Promise<KnownModel[]>;
}

/** The Models view. The list is asked for when somebody first looks, and again when it may have changed. */
export function registerModelsView(services: Services): ModelsView {
  const { vscode, log, t, library } = services;
  let asked: Promise<KnownModel[]> | null = null;

  async function ask(): Promise<KnownModel[]> {
    const { knownModelsSchema } = await loadKit();
    return askCli(services, {
      args: ["models", "list", "--json"],
      schema: knownModelsSchema,
      // The list is the person's, not the workspace's: nothing of the workspace has a say in it.
      cwd: services.extensionUri.fsPath,
    });
  }

  function models(): Promise<KnownModel[]> {
    asked ??= ask();
    return asked;
  }

  /** What runs of the workspace's folders made, newest last. */
  async function artifacts(): Promise<PlacedArtifact[]> {
    const kit = await loadKit();
    await library.opened();
    const titles = new Map(library.history().map(({ run, head }) => [run, titleOf(head)]));
    const placed: PlacedArtifact[] = [];
    for (const root of library.roots()) {
      for (const artifact of await kit.modelArtifacts(kit.workspaceAt(root))) {
        placed.push({ ...artifact, root, run_title: titles.get(artifact.run) ?? null });
      }
    }
    return placed;
  }

  async function nodes(): Promise<TreeNode[]> {
    try {
      const known = await models();
      return modelItems(known, t, await artifacts());
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      asked = null;
      return [modelsFailure(error instanceof Error ? error.message : String(error), t)];
    }
  }

  const tree = showTree(vscode, "deepextension.models", nodes, { nested: true });
  const refresh = () => {
    asked = null;
    tree.redraw();
  };
  // A run may have fetched its model; a list that nobody looks at is not asked for.
  const over = library.onDidChange((ref) => {
    const shown = ref ? library.find(ref) : null;
    if (shown && !isLive(shown.state)) refresh();
  });
  const parts = allOf(tree, over);
  return { refresh, models, dispose: () => parts.dispose() };
}
