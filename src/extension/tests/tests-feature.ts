import type * as vscode from "vscode";
import type { ItemScore, RunResults } from "../../runs/item-results.ts";
import { allOf, type Disposable } from "../disposable.ts";
import { loadKit } from "../load-kit.ts";
import type { ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";
import { type EvaluationTree, evaluationTree, MOST_ITEMS, type Place } from "./evaluation-tree.ts";
import { lastVerdictOf } from "./last-run.ts";
import { passes, publishCount, publishGates, publishItems, publishVerdict, type Speaker } from "./publish.ts";
import { rowsOf } from "./rows.ts";
import { runToEnd } from "./run-profile.ts";

const RUN_FILES = "**/*.run.{yaml,yml}";
const ELSEWHERE = "**/{node_modules,.deepextension}/**";
const MOST_FILES = 500;

/**
 * Evaluations in the Testing view: a run file is a test that holds when something is good enough, and beside it stand the
 * answers of its last run, item by item, with what was expected against what was given. Nothing is read before the view is
 * opened, and no items before their candidate is.
 */
export function registerTests(services: Services): Disposable {
  const { vscode: editor, t } = services;
  const controller = editor.tests.createTestController("deepextension.evaluations", "DeepExtension");
  const view: View = { services, controller, tree: evaluationTree(controller, services), shown: new Map() };
  controller.resolveHandler = (item) =>
    item === undefined ? findFiles(view) : edge(view, item, () => resolve(view, item));
  controller.refreshHandler = async () => {
    view.shown.clear();
    await findFiles(view);
  };
  controller.createRunProfile(
    t("Run"),
    editor.TestRunProfileKind.Run,
    (request, token) => runRequest(view, request, token),
    true,
  );
  return allOf(controller);
}

interface View {
  services: Services;
  controller: vscode.TestController;
  tree: EvaluationTree;
  /** The run whose results stand below a file, by the file. */
  shown: Map<string, ShownRun>;
}

/** What fails while a node opens is said at that node. */
async function edge({ services }: View, item: vscode.TestItem, act: () => Promise<void>): Promise<void> {
  item.error = undefined;
  item.busy = true;
  try {
    await act();
  } catch (error) {
    services.log.error(error instanceof Error ? error : String(error));
    item.error = (await loadKit()).renderError(error, services.language).message;
  } finally {
    item.busy = false;
  }
}

async function findFiles({ services, tree }: View): Promise<void> {
  const { vscode: editor } = services;
  const found = await editor.workspace.findFiles(RUN_FILES, ELSEWHERE, MOST_FILES);
  const evaluating: vscode.Uri[] = [];
  for (const uri of found) {
    const text = new TextDecoder().decode(await editor.workspace.fs.readFile(uri));
    // Without it there is nothing to hold. What is wrong with a file the Problems view says.
    if (/^evaluate\s*:/m.test(text)) evaluating.push(uri);
  }
  tree.keepFiles(evaluating);
  for (const uri of evaluating) tree.file(uri);
}

async function resolve(view: View, item: vscode.TestItem): Promise<void> {
  const place = view.tree.placeOf(item);
  if (!place) return;
  if (place.kind === "file") {
    const shown = await lastVerdictOf(view.services, place.file);
    if (shown) await withRun(view, [item], shown, (run, speaker) => showVerdict(view, run, item, shown, speaker));
    return;
  }
  const shown = view.shown.get(place.file) ?? (await lastVerdictOf(view.services, place.file));
  if (!shown) return;
  view.shown.set(place.file, shown);
  await withRun(view, [item], shown, (run, speaker) => showAnswers(view, run, item, place, shown, speaker));
}

/** Results are shown as a run of the Testing view that the editor does not keep: they are in the store. */
async function withRun(
  { services, controller }: View,
  include: vscode.TestItem[],
  { state }: ShownRun,
  publish: (run: vscode.TestRun, speaker: Speaker) => Promise<void>,
): Promise<void> {
  const { vscode, t, language } = services;
  const run = controller.createTestRun(new vscode.TestRunRequest(include), state.name, false);
  try {
    await publish(run, { vscode, t, language, kit: await loadKit() });
  } finally {
    run.end();
  }
}

/** The file's own result, its candidates', and the node of the answers beside it. */
async function showVerdict(
  { tree, shown: remembered }: View,
  run: vscode.TestRun,
  item: vscode.TestItem,
  shown: ShownRun,
  speaker: Speaker,
): Promise<void> {
  const { verdict } = shown.state;
  if (!verdict || !item.uri) return;
  remembered.set(item.uri.fsPath, shown);
  publishVerdict(run, item, verdict, speaker);
  for (const child of tree.gates(item, verdict)) {
    const place = tree.placeOf(child);
    const result = verdict.candidates.find(({ name }) => place?.kind === "gates" && name === place.candidate);
    if (result) publishGates(run, child, result, verdict, speaker);
  }
  // Answers of an earlier run are no longer the last ones.
  tree.answers(item.uri, shown).children.replace([]);
}

async function showAnswers(
  { tree, services }: View,
  run: vscode.TestRun,
  item: vscode.TestItem,
  place: Place,
  shown: ShownRun,
  speaker: Speaker,
): Promise<void> {
  const { kit } = speaker;
  const results = kit.resultsOf(kit.workspaceAt(shown.root), shown.state);
  if (!results) return;
  if (place.kind === "answers") {
    for (const child of tree.candidates(item, results.verdict)) {
      const below = tree.placeOf(child);
      if (below?.kind !== "candidate") continue;
      publishCount(run, child, await kit.readItemScores(results, below.candidate), speaker);
    }
    return;
  }
  if (place.kind !== "candidate" && place.kind !== "page") return;
  const scores = await kit.readItemScores(results, place.candidate);
  if (place.kind === "candidate" && scores.length > MOST_ITEMS) {
    for (const page of tree.items(item, scores)) {
      const range = tree.placeOf(page);
      if (range?.kind === "page") publishCount(run, page, scores.slice(range.from, range.to), speaker);
    }
    return;
  }
  const [from, to] = place.kind === "page" ? [place.from, place.to] : [0, scores.length];
  await showItems(
    { tree, services },
    run,
    item,
    { results, candidate: place.candidate, from },
    scores.slice(from, to),
    speaker,
  );
}

async function showItems(
  { tree, services }: Pick<View, "tree" | "services">,
  run: vscode.TestRun,
  parent: vscode.TestItem,
  { results, candidate, from }: { results: RunResults; candidate: string; from: number },
  scores: ItemScore[],
  speaker: Speaker,
): Promise<void> {
  const wrong = new Set(scores.filter((score) => !passes(score)).map(({ id }) => id));
  const answers = await speaker.kit.readItemAnswers(results, candidate, wrong);
  const locate = await rowsOf(services, parent.uri, [...answers.values()]);
  publishItems(run, tree.items(parent, scores, from), scores, answers, { ...speaker, locate });
}

/** Runs the files that were asked for, or those that hold what was asked for, one after the other. */
async function runRequest(view: View, request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
  const { services, controller, tree } = view;
  if (request.include === undefined && controller.items.size === 0) await findFiles(view);
  const asked = request.include ?? [...controller.items].map(([, item]) => item);
  const excluded = new Set(request.exclude?.map(({ id }) => id));
  const uris = new Map(
    asked.flatMap((item) => (item.uri && !excluded.has(item.id) ? [[item.uri.toString(), item.uri] as const] : [])),
  );
  const testRun = controller.createTestRun(request, undefined, false);
  const { vscode, t, language } = services;
  const speaker: Speaker = { vscode, t, language, kit: await loadKit() };
  try {
    for (const uri of uris.values()) {
      if (token.isCancellationRequested) break;
      const item = tree.file(uri);
      testRun.started(item);
      const shown = await runToEnd(services, uri, token);
      if (shown?.state.verdict) await showVerdict(view, testRun, item, shown, speaker);
      else if (shown?.state.error) {
        const { code, params } = shown.state.error;
        testRun.errored(item, new vscode.TestMessage(speaker.kit.textOf(code, params, language)));
      } else testRun.skipped(item);
    }
  } finally {
    testRun.end();
  }
}
