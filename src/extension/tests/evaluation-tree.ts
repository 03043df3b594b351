import path from "node:path";
import type * as vscode from "vscode";
import type { Verdict } from "../../protocol/comparison.ts";
import type { ItemScore } from "../../runs/item-results.ts";
import type { ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";

/** More tests than this below one node nobody reads, and the editor would hold each. */
export const MOST_ITEMS = 2000;
/** Items of a page, where there are more. */
const PAGE = 500;

/** What a test of ours stands for. */
export type Place =
  /** A run file: good enough or not. Its children are the candidates, by `good_enough`. */
  | { kind: "file"; file: string }
  | { kind: "gates"; file: string; candidate: string }
  /** The answers of a run file's last run. Below are the candidates, and below these the items. */
  | { kind: "answers"; file: string }
  | { kind: "candidate"; file: string; candidate: string }
  | { kind: "page"; file: string; candidate: string; from: number; to: number }
  | { kind: "item"; file: string; candidate: string; id: string };

/** The tests by what they stand for. Items are made here and nowhere else, so that each has its place. */
export interface EvaluationTree {
  placeOf(item: vscode.TestItem): Place | undefined;
  /** The node of a run file, made if need be. */
  file(uri: vscode.Uri): vscode.TestItem;
  /** The files that are there; others lose their nodes. */
  keepFiles(uris: readonly vscode.Uri[]): void;
  /** The node of a file's answers, beside the file's own. */
  answers(uri: vscode.Uri, run: ShownRun): vscode.TestItem;
  /** Below a file: a candidate each. */
  gates(parent: vscode.TestItem, verdict: Verdict): vscode.TestItem[];
  /** Below answers: a candidate each. */
  candidates(parent: vscode.TestItem, verdict: Verdict): vscode.TestItem[];
  /** Below a candidate or a page: items, or pages where there are too many. */
  items(parent: vscode.TestItem, scores: readonly ItemScore[], first?: number): vscode.TestItem[];
}

export function evaluationTree(controller: vscode.TestController, { t }: Pick<Services, "t">): EvaluationTree {
  const places = new WeakMap<vscode.TestItem, Place>();
  const make = (place: Place, id: string, label: string, uri: vscode.Uri | undefined, more: boolean) => {
    const item = controller.createTestItem(id, label, uri);
    item.canResolveChildren = more;
    places.set(item, place);
    return item;
  };
  const answersId = (uri: vscode.Uri) => `answers ${uri.toString()}`;
  /** In the order in which they are given: the editor sorts by label otherwise. */
  const inOrder = (parent: vscode.TestItem, children: vscode.TestItem[]) => {
    for (const [index, child] of children.entries()) child.sortText = String(index).padStart(6, "0");
    parent.children.replace(children);
    return children;
  };

  return {
    placeOf: (item) => places.get(item),
    file(uri) {
      const known = controller.items.get(uri.toString());
      if (known) return known;
      const file = uri.fsPath;
      const item = make({ kind: "file", file }, uri.toString(), path.basename(file), uri, true);
      item.sortText = file;
      controller.items.add(item);
      return item;
    },
    keepFiles(uris) {
      const kept = new Set(uris.flatMap((uri) => [uri.toString(), answersId(uri)]));
      const gone: string[] = [];
      controller.items.forEach(({ id }) => {
        if (!kept.has(id)) gone.push(id);
      });
      for (const id of gone) controller.items.delete(id);
    },
    answers(uri, { state }) {
      const id = answersId(uri);
      const label = t("{0}: answers", path.basename(uri.fsPath));
      const item = controller.items.get(id) ?? make({ kind: "answers", file: uri.fsPath }, id, label, uri, true);
      item.description = new Date(state.started_at).toLocaleString();
      item.sortText = `${uri.fsPath} answers`;
      controller.items.add(item);
      return item;
    },
    gates(parent, verdict) {
      const { file } = places.get(parent)!;
      const asked = verdict.candidates.filter(({ gates }) => gates.length > 0);
      const children = asked.map(({ name }) =>
        make(
          { kind: "gates", file, candidate: name },
          `${parent.id} ${name}`,
          t("{0} is good enough", name),
          parent.uri,
          false,
        ),
      );
      return inOrder(parent, children);
    },
    candidates(parent, verdict) {
      const { file } = places.get(parent)!;
      const means = new Map(verdict.comparisons[0]?.variants.map(({ name, mean }) => [name, mean]));
      const children = verdict.candidates.map(({ name }) => {
        const item = make({ kind: "candidate", file, candidate: name }, `${parent.id} ${name}`, name, parent.uri, true);
        const mean = means.get(name);
        if (mean !== undefined) item.description = `${verdict.primary} ${mean.toFixed(3)}`;
        return item;
      });
      return inOrder(parent, children);
    },
    items(parent, scores, first = 0) {
      const place = places.get(parent)!;
      if (!("candidate" in place)) throw new Error(`${parent.id} has no items`);
      const { file, candidate } = place;
      if (place.kind !== "page" && scores.length > MOST_ITEMS) {
        const pages = Array.from({ length: Math.ceil(scores.length / PAGE) }, (_, page) => {
          const [from, to] = [page * PAGE, Math.min(scores.length, (page + 1) * PAGE)];
          const label = t("Items {0} to {1}", from + 1, to);
          return make({ kind: "page", file, candidate, from, to }, `${parent.id} ${from}`, label, parent.uri, true);
        });
        return inOrder(parent, pages);
      }
      const children = scores.map(({ id }, index) =>
        make(
          { kind: "item", file, candidate, id },
          `${parent.id} ${id}`,
          t("Item {0}", first + index + 1),
          parent.uri,
          false,
        ),
      );
      for (const [index, child] of children.entries()) child.description = scores[index]!.id;
      return inOrder(parent, children);
    },
  };
}
