import type { KnownModel } from "../../protocol/model.ts";
import type { Disposable } from "../disposable.ts";
import { allOf } from "../disposable.ts";
import { askCli } from "../launch/ask-cli.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import type { TreeNode } from "../tree-node.ts";
import { showTree } from "../tree-view.ts";
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

  async function nodes(): Promise<TreeNode[]> {
    try {
      return modelItems(await models(), t);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      asked = null;
      return [modelsFailure(error instanceof Error ? error.message : String(error), t)];
    }
  }

  const tree = showTree(vscode, "deepextension.models", nodes);
  const refresh = () => {
    asked = null;
    tree.redraw();
  };
  // A run may have fetched its model; a list that nobody looks at is not asked for.
  const over = library.onDidChange((ref) => {
    const state = ref ? library.find(ref)?.state.state : undefined;
    if (state !== undefined && state !== "running") refresh();
  });
  const parts = allOf(tree, over);
  return { refresh, models, dispose: () => parts.dispose() };
}
