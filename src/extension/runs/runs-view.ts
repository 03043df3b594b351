import { allOf, type Disposable } from "../disposable.ts";
import type { Services } from "../services.ts";
import { throttle } from "../throttle.ts";
import { showTree } from "../tree-view.ts";
import { drawingOf } from "./drawing.ts";
import { runItems } from "./run-items.ts";

/** A tree that changes under the pointer is hard to use: twice a second is live enough for percentages. */
const REDRAW_MS = 500;

/** The Runs view and its refreshing. */
export function registerRunsView(services: Services): Disposable {
  const { vscode, library } = services;
  const nodes = async () => {
    await library.refresh();
    return runItems(library.runs(), library.hidden(), await drawingOf(services));
  };
  const tree = showTree(vscode, "deepextension.runs", nodes, { nested: true });
  const redraw = throttle(() => tree.redraw(), REDRAW_MS);
  return allOf(
    tree,
    redraw,
    library.onDidChange(() => redraw()),
  );
}
