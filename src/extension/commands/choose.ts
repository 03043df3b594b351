import type { RunState } from "../../protocol/run-state.ts";
import { drawingOf } from "../runs/drawing.ts";
import type { ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { targetOf } from "../tree-node.ts";
import { runStateWord } from "../words.ts";

/**
 * The run that a command is about: the row it was called on, else the one a person picks among those that `fits`.
 * Null: there is none, which was said, or the person went away.
 */
export async function chooseRun(
  services: Services,
  argument: unknown,
  fits: (state: RunState) => boolean,
  none: string,
): Promise<ShownRun | null> {
  const { vscode, library, t } = services;
  const target = targetOf(argument);
  await library.refresh();
  if (target && target.kind !== "model") {
    const found = library.find(target);
    if (!found) await vscode.window.showInformationMessage(t("This run is no longer there."));
    return found;
  }
  const runs = library.runs().filter(({ state, damage }) => damage === null && fits(state));
  if (runs.length === 0) {
    await vscode.window.showInformationMessage(none);
    return null;
  }
  const { when } = await drawingOf(services);
  const items = runs.map((shown) => ({
    label: shown.state.name,
    description: `${runStateWord(shown.state.state, t)} · ${when(shown.state.started_at)}`,
    shown,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t("Choose a run"), matchOnDescription: true });
  return picked?.shown ?? null;
}
