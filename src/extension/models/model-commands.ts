import path from "node:path";
import { formatBytes } from "../../protocol/format.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { askCli } from "../launch/ask-cli.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { targetOf } from "../tree-node.ts";
import { catalogueText, modelText } from "./model-facts.ts";
import type { ModelsView } from "./models-view.ts";

/** Adding, inspecting and removing models. */
export function registerModelCommands(services: Services, view: ModelsView): Disposable {
  return allOf(
    services.command("deepextension.addModel", () => addModel(services, view)),
    services.command("deepextension.inspectModel", (argument) => inspectModel(services, view, argument)),
    services.command("deepextension.removeModel", (argument) => removeModel(services, view, argument)),
  );
}

/** Dialogs of a window choose files or folders, not both, so which of the two is asked first. */
async function addModel(services: Services, view: ModelsView): Promise<void> {
  const { vscode, t } = services;
  if (!vscode.workspace.isTrusted) {
    await vscode.window.showWarningMessage(t("Adding a model needs a trusted workspace."));
    return;
  }
  const file = { label: t("A GGUF file"), detail: t("Model weights as llama.cpp reads them"), folder: false };
  const folder = {
    label: t("A folder"),
    detail: t("A Hugging Face folder with config.json and safetensors"),
    folder: true,
  };
  const kind = await vscode.window.showQuickPick([file, folder], { placeHolder: t("What do you want to add?") });
  if (!kind) return;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: t("Add Model"),
      openLabel: t("Add"),
      canSelectFiles: !kind.folder,
      canSelectFolders: kind.folder,
      ...(kind.folder ? {} : { filters: { GGUF: ["gguf"], [t("All files")]: ["*"] } }),
    })) ?? [];
  if (!uri) return;
  const { knownModelSchema } = await loadKit();
  const added = await vscode.window.withProgress({ location: { viewId: "deepextension.models" } }, () =>
    askCli(services, {
      args: ["models", "add", uri.fsPath, "--json"],
      schema: knownModelSchema,
      cwd: services.extensionUri.fsPath,
    }),
  );
  view.refresh();
  vscode.window.setStatusBarMessage(t("Added. In a run file: model: {0}", added.id), 8000);
}

async function inspectModel(services: Services, view: ModelsView, argument: unknown): Promise<void> {
  const { documents, t } = services;
  const model = await chooseModel(services, view, argument, t("There are no models here. Add one first."), () => true);
  if (!model) return;
  const { modelInspectionSchema } = await loadKit();
  if (model.path === null) {
    const known = (await view.models()).find(({ id }) => id === model.id);
    if (known) await documents.show(t("Facts about {0}", model.id), catalogueText(known, t));
    return;
  }
  const args = ["models", "inspect", model.path, "--json"];
  const inspection = await askCli(services, { args, schema: modelInspectionSchema, cwd: services.extensionUri.fsPath });
  await documents.show(t("Facts about {0}", path.basename(model.id)), modelText(model.id, inspection, t));
}

async function removeModel(services: Services, view: ModelsView, argument: unknown): Promise<void> {
  const { vscode, t } = services;
  const none = t("There is no model to remove: none was added, and none was fetched.");
  const model = await chooseModel(services, view, argument, none, (each) => each.added || each.path !== null);
  if (!model) return;
  if (!model.added && model.path === null) {
    await vscode.window.showInformationMessage(t("{0} is in the catalogue and has not been fetched.", model.id));
    return;
  }
  const remove = t("Remove");
  const detail = model.added
    ? t("It is only taken off the list. Files of your own stay where they are.")
    : t("The fetched copy is deleted. The model stays in the list and is fetched again when a run needs it.");
  const answer = await vscode.window.showWarningMessage(t("Remove {0}?", model.id), { modal: true, detail }, remove);
  if (answer !== remove) return;
  const { removedModelSchema } = await loadKit();
  const cwd = services.extensionUri.fsPath;
  const args = ["models", "remove", model.id, "--json"];
  const { freed_bytes } = await askCli(services, { args, schema: removedModelSchema, cwd });
  view.refresh();
  vscode.window.setStatusBarMessage(t("Removed {0}; {1} freed.", model.id, formatBytes(freed_bytes)), 6000);
}

interface ChosenModel {
  id: string;
  path: string | null;
  added: boolean;
}

async function chooseModel(
  { vscode, t }: Services,
  view: ModelsView,
  argument: unknown,
  none: string,
  fits: (model: ChosenModel) => boolean,
): Promise<ChosenModel | null> {
  const target = targetOf(argument);
  if (target?.kind === "model") return target;
  const known = (await view.models()).map(({ id, path: file, origin, title }) => ({
    label: title,
    description: id,
    model: { id, path: file, added: origin === "added" },
  }));
  const items = known.filter(({ model }) => fits(model));
  if (items.length === 0) {
    await vscode.window.showInformationMessage(none);
    return null;
  }
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: t("Choose a model"),
    matchOnDescription: true,
  });
  return picked?.model ?? null;
}
