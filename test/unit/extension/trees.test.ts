import assert from "node:assert/strict";
import { test } from "node:test";
import { modelItems, modelsFailure } from "../../../src/extension/models/model-items.ts";
import type { Drawing } from "../../../src/extension/runs/drawing.ts";
import { PAGE, type RunTreeInput, runTree } from "../../../src/extension/runs/run-tree.ts";
import { statusText } from "../../../src/extension/runs/status-text.ts";
import type { ShownRun } from "../../../src/extension/runs/tracked-run.ts";
import { english } from "../../../src/extension/translate.ts";
import { type TreeNode, treeText } from "../../../src/extension/tree-node.ts";
import type { KnownModel } from "../../../src/protocol/model.ts";
import type { Annotations } from "../../../src/protocol/run-row.ts";
import { noAnnotations } from "../../../src/runs/annotations.ts";
import { groupRuns } from "../../../src/runs/index/query.ts";
import { headOf } from "../../../src/runs/index/row.ts";
import { newRunId } from "../../../src/runs/run-id.ts";
import { textOf } from "../../../src/text/text.ts";
import { type ExampleOptions, exampleState } from "./example-run.ts";

const drawing: Drawing = {
  t: english,
  language: "en",
  textOf: (code, params) => textOf(code, params),
  when: (iso) => iso.slice(0, 16),
  day: (date) => `day ${date}`,
};

function shown(options: ExampleOptions, change: Partial<ShownRun> = {}): ShownRun {
  const state = exampleState(options);
  return { root: "/workspace", run: state.run, state, damage: null, ...change };
}

const listed = ({ root, run, state, damage }: ShownRun, said: Partial<Annotations> = {}) => ({
  root,
  run,
  head: headOf(state, { ...noAnnotations, ...said }, damage),
});

function tree(runs: readonly ShownRun[], input: Partial<RunTreeInput> = {}): TreeNode[] {
  const find = (ref: { run: string }) => runs.find(({ run }) => run === ref.run) ?? null;
  const all = runs.map((run) => listed(run));
  return runTree({ runs: all, groups: null, searched: null, find, load: async (ref) => find(ref), ...input }, drawing);
}

const draw = (...runs: ShownRun[]) => tree(runs);
const all = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap((node) => [node, ...all(node.children)]);

test("a run that trains", () => {
  assert.equal(
    treeText(draw(shown({ until: "training" }))),
    `[loading~spin] mail-triage  34 % · 5 min 12 s left
  [pass] Convert  5.6 s
    [package] Artifact  433 MB · 636f6e766572
  [loading~spin] Train  61 % · 1 min 37 s left
  [circle-outline] Merge  about 5 s
  [circle-outline] Quantize q4_k_m  about 9 s
  [circle-outline] Evaluate constrained  about 1 min 15 s
  [circle-outline] Evaluate reference  about 1 min 10 s
  [circle-outline] Evaluate q4_k_m  about 55 s
  [circle-outline] Compare  about 1 s
`,
  );
});

test("a run that came to a verdict leads with it and its report", () => {
  const [run] = draw(shown({}));
  const [verdict, report] = run!.children;
  assert.match(verdict!.label, /^q4_k_m \(105 MB\) is good enough/);
  assert.doesNotMatch(verdict!.label, /`/, "a tree draws no code marks");
  assert.equal(verdict!.icon.id, "verified-filled");
  assert.deepEqual([report!.label, report!.click], ["Report", "deepextension.openReport"]);
  assert.equal(run!.context, "run-over-report");
  assert.equal(run!.description, "done · 7 min 43 s · 2026-11-24T09:30");
});

test("what was reused says so, and from which run", () => {
  const nodes = all(draw(shown({ reused: true })));
  const train = nodes.find(({ label }) => label === "Train");
  assert.deepEqual([train?.icon.id, train?.description], ["history", "reused"]);
  assert.match(train?.tooltip ?? "", /Made by run 019a6d2e/);
});

test("a failure is told at its stage, once", () => {
  assert.equal(
    treeText(draw(shown({ until: "failed" }))),
    `[error] mail-triage  failed · 1 min 17 s · 2026-11-24T09:30
  [pass] Convert  5.6 s
    [package] Artifact  433 MB · 636f6e766572
  [error] Train  failed
    [error] The file base.q8_0.gguf does not exist.
  [circle-outline] Merge
  [circle-outline] Quantize q4_k_m
  [circle-outline] Evaluate constrained
  [circle-outline] Evaluate reference
  [circle-outline] Evaluate q4_k_m
  [circle-outline] Compare
`,
  );
});

test("a run whose process is gone is interrupted, and so is its stage", () => {
  const live = shown({ until: "training" });
  const [run] = draw({ ...live, state: { ...live.state, state: "interrupted" } });
  assert.equal(run!.icon.id, "warning");
  assert.equal(run!.context, "run-over-open");
  const train = run!.children.find(({ label }) => label === "Train");
  assert.deepEqual([train?.icon.id, train?.description], ["circle-slash", "stopped"]);
});

test("a damaged run is marked and keeps no other from being shown", () => {
  const damaged = shown({}, { damage: "EACCES: permission denied" });
  const nodes = draw(damaged, shown({ run: "019a6d2f-4c00-7abc-8def-0123456789ae" }));
  assert.deepEqual(
    nodes.map(({ label, context }) => [label, context]),
    [
      ["Run 456789ab cannot be read", "run-damaged"],
      ["mail-triage", "run-over-report"],
    ],
  );
});

test("what a person said of a run is shown; an archived run says so by its shape", () => {
  const run = shown({});
  const said = { name: "before the new data", tags: ["best", "paper"], note: "good on mails", archived: true };
  const [node] = tree([run], { runs: [listed(run, said)] });
  assert.deepEqual(
    [node!.label, node!.icon.id, node!.context],
    ["before the new data", "archive", "run-over-report-archived"],
  );
  assert.match(node!.description ?? "", /#best #paper$/);
  assert.match(node!.tooltip ?? "", /Note: good on mails/);
});

test("of thousands of runs a page is drawn, and the rest is one row further, to the last", async () => {
  const runs = Array.from({ length: 2 * PAGE + 3 }, (_, index) =>
    shown({ until: "failed", run: newRunId(9e11 - index) }),
  );
  let nodes = tree(runs, { find: () => null });
  const sizes: number[] = [];
  const ids = new Set<string>();
  for (;;) {
    sizes.push(nodes.length);
    for (const { id } of nodes) ids.add(id);
    const older = nodes.at(-1)!;
    if (older.context !== "older") break;
    assert.match(older.label, /^Show \d+ older runs$/);
    nodes = [...(await older.lazy!())];
  }
  assert.deepEqual(sizes, [PAGE + 1, PAGE + 1, 3]);
  assert.equal(ids.size, runs.length + 2);
});

test("a run whose log was not read is drawn by its head, and read when it is opened", async () => {
  const run = shown({});
  const asked: string[] = [];
  const [node] = tree([run], {
    find: () => null,
    load: async (ref) => {
      asked.push(ref.run);
      return run;
    },
  });
  assert.equal(node!.description, "done · 7 min 43 s · 2026-11-24T09:30");
  assert.deepEqual([node!.children.length, asked], [0, []]);
  const children = await node!.lazy!();
  assert.equal(children.length, draw(run)[0]!.children.length);
  assert.deepEqual(asked, [run.run]);
});

test("runs in groups: by file, state, day and variant, each with its number", () => {
  const runs = [
    shown({ until: "training", run: "019a6d2f-4c00-7abc-8def-0123456789ae" }),
    shown({}),
    shown({ run: newRunId(9e11) }),
  ];
  runs[0]!.state.file = "other.run.yaml";
  runs[0]!.state.variants = [8, 16].map((rank) => ({ name: `rank=${rank}`, values: {}, candidates: [] }));
  const by = (grouping: Parameters<typeof groupRuns>[1]) => {
    const all = runs.map((run) => listed(run));
    return tree(runs, { runs: all, groups: { by: grouping, list: groupRuns(all, grouping) } });
  };
  const labels = (nodes: TreeNode[]) => nodes.map(({ label, description }) => `${label} ${description}`);
  assert.deepEqual(labels(by("file")), ["other.run.yaml 1", "mail-triage.run.yaml 2"]);
  assert.deepEqual(labels(by("state")), ["running 1", "done 2"]);
  assert.deepEqual(labels(by("day")), ["day 2026-11-24 3"]);
  assert.deepEqual(labels(by("variant")), ["rank=8 1", "rank=16 1", "without a matrix 2"]);
  for (const grouping of ["file", "state", "day", "variant"] as const) {
    const nodes = all(by(grouping));
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length, grouping);
  }
});

test("a search that nothing fits says so, and a click ends it", () => {
  const [row, ...rest] = tree([], { searched: "mail #best" });
  assert.deepEqual(
    [row!.label, row!.click, rest],
    ["No run fits the search: mail #best", "deepextension.clearSearch", []],
  );
  assert.deepEqual(tree([]), []);
});

test("every row has an id of its own, words for a screen reader, and a state that is not colour alone", () => {
  const nodes = all(draw(shown({}), shown({ until: "failed", run: "019a6d2f-4c00-7abc-8def-0123456789ae" })));
  assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  for (const node of nodes) assert.notEqual(node.spoken.trim(), "", node.id);
});

test("the status bar says what runs, then trouble, then success, then nothing", () => {
  const training = shown({ until: "training" });
  const failed = shown({ until: "failed" });
  const done = shown({});
  const seen =
    (...unseen: ShownRun[]) =>
    (run: ShownRun) =>
      unseen.includes(run);
  assert.equal(statusText([training], seen(), drawing)?.text, "$(sync~spin) mail-triage 34 % · 5 min 12 s");
  assert.equal(
    statusText([training, { ...training }], seen(), drawing)?.text,
    "$(sync~spin) mail-triage 34 % · 5 min 12 s · 2 runs",
  );
  const trouble = statusText([done, failed], seen(done, failed), drawing);
  assert.deepEqual([trouble?.text, trouble?.warning], ["$(error) mail-triage failed", true]);
  const success = statusText([done, failed], seen(done), drawing);
  assert.deepEqual([success?.text, success?.warning], ["$(pass) mail-triage done", false]);
  assert.equal(statusText([done, failed], seen(), drawing), null);
});

test("a name can't draw icons into the status bar", () => {
  const run = shown({ until: "training", name: "a$(bug)\n" });
  assert.doesNotMatch(statusText([run], () => false, drawing)?.text.slice("$(sync~spin)".length) ?? "", /\$\(/);
});

test("models: one's own first, and whether they are here", () => {
  const model: KnownModel = {
    id: "small",
    title: "Small",
    origin: "catalogue",
    path: null,
    size_bytes: 98_400_000,
    sha256: null,
    license: "apache-2.0",
    parameters: 134_515_008,
    quantization: "Q4_1",
  };
  const own: KnownModel = { ...model, id: "mine", title: "Mine", origin: "added", path: "/models/mine.gguf" };
  const nodes = modelItems([model, own], english);
  assert.equal(
    treeText(nodes),
    "[package] Mine  Q4_1 · 98.4 MB\n[cloud-download] Small  Q4_1 · 98.4 MB · fetched on first use\n",
  );
  assert.deepEqual(
    nodes.map(({ context }) => context),
    ["model-added-here", "model-catalogue-away"],
  );
  assert.match(nodes[1]!.tooltip ?? "", /Parameters: 135 M/);
  const [large, tight] = modelItems(
    [
      { ...own, fit: "no", answering_bytes: 9e9 },
      { ...model, fit: "tight" },
    ],
    english,
  );
  assert.equal(large!.description, "Q4_1 · 98.4 MB · too large for this machine");
  assert.match(large!.tooltip ?? "", /Memory to answer: about 9\.00 GB/);
  assert.match(tight!.spoken, /tight on this machine/);
  assert.equal(modelsFailure("first\nsecond", english).description, "first");
});
