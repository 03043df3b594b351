import type { RunHead } from "../../protocol/run-row.ts";
import { titleOf } from "../../protocol/title.ts";
import { drawingOf } from "../runs/drawing.ts";
import type { ListedRun } from "../runs/run-history.ts";
import { keyOf, type ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { isOfRun, targetOf, targetsOf } from "../tree-node.ts";
import { runStateWord } from "../words.ts";

/** More than this nobody chooses from; who looks for older ones searches the view. */
const OFFERED_RUNS = 500;

/**
 * The run that a command is about: the row it was called on, else the one a person picks among those that `fits`.
 * Null: there is none, which was said, or the person went away.
 */
export async function chooseRun(
  services: Services,
  argument: unknown,
  fits: (head: RunHead) => boolean,
  none: string,
): Promise<ShownRun | null> {
  const { vscode, library, t } = services;
  const target = targetOf(argument);
  if (target && isOfRun(target)) {
    await library.refresh();
    const found = await library.load(target);
    if (!found) await vscode.window.showInformationMessage(t("This run is no longer there."));
    return found;
  }
  const [picked] = await pick(services, fits, none, false);
  return picked ? library.load(picked) : null;
}

/** The runs that a command is about: the selected rows, else those that a person picks. Empty: none, which was said. */
export async function chooseRuns(
  services: Services,
  [argument, selection]: readonly unknown[],
  fits: (head: RunHead) => boolean,
  none: string,
): Promise<ListedRun[]> {
  const { vscode, library, t } = services;
  const targets = targetsOf(argument, selection).filter(isOfRun);
  if (targets.length === 0) return pick(services, fits, none, true);
  await library.refresh();
  const wanted = new Set(targets.map(keyOf));
  const found = library.history().filter((listed) => wanted.has(keyOf(listed)));
  if (found.length === 0) await vscode.window.showInformationMessage(t("This run is no longer there."));
  return found;
}

async function pick(
  services: Services,
  fits: (head: RunHead) => boolean,
  none: string,
  several: boolean,
): Promise<ListedRun[]> {
  const { vscode, library, t } = services;
  await library.refresh();
  const runs = library.history().filter(({ head }) => head.damage === null && fits(head));
  if (runs.length === 0) {
    await vscode.window.showInformationMessage(none);
    return [];
  }
  const { when } = await drawingOf(services);
  const items = runs.slice(0, OFFERED_RUNS).map((listed) => ({
    label: titleOf(listed.head),
    description: `${runStateWord(listed.head.state, t)} · ${when(listed.head.started_at)}`,
    listed,
  }));
  const options = { placeHolder: t("Choose a run"), matchOnDescription: true };
  if (!several) {
    const one = await vscode.window.showQuickPick(items, options);
    return one ? [one.listed] : [];
  }
  const some = await vscode.window.showQuickPick(items, {
    ...options,
    placeHolder: t("Choose one run or several"),
    canPickMany: true,
  });
  return (some ?? []).map(({ listed }) => listed);
}
