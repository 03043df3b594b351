import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { modelItems } from "../../../src/extension/models/model-items.ts";
import { english } from "../../../src/extension/translate.ts";
import { treeText } from "../../../src/extension/tree-node.ts";
import type { KnownModel } from "../../../src/protocol/model.ts";
import type { StageKind } from "../../../src/protocol/plan.ts";
import { commitArtifact, temporaryArtifact } from "../../../src/runs/artifacts.ts";
import { modelArtifacts } from "../../../src/runs/lineage.ts";
import { createStore, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";

let workspace: Workspace;
const key = (letter: string) => letter.repeat(64);
const base = "9".repeat(64);

beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "谱系 lineage-")));
  await createStore(workspace);
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

async function make(letter: string, kind: StageKind, stage: string, recipe: Record<string, unknown>): Promise<void> {
  const folder = await temporaryArtifact(workspace);
  await writeFile(path.join(folder, "model.gguf"), "weights");
  await commitArtifact(workspace, folder, { key: key(letter), kind, run: "run-1", stage, recipe, facts: {} });
}

async function makeChain(): Promise<void> {
  await make("a", "convert", "convert", { model: base });
  await make("b", "train", "train:rank=8", { convert: key("a"), train: "data" });
  await make("c", "merge", "merge:rank=8", { convert: key("a"), train: key("b") });
  await make("d", "quantize", "quantize:rank=8/q4_k_m", { source: { key: key("c"), file: "model.f16.gguf" } });
  await make("e", "evaluate", "evaluate:base", {});
}

const model: KnownModel = {
  id: "small",
  title: "Small",
  origin: "catalogue",
  path: null,
  size_bytes: null,
  sha256: base,
  license: null,
  parameters: null,
  quantization: "Q4_1",
};
const placed = async () =>
  (await modelArtifacts(workspace)).map((artifact) => ({ ...artifact, root: workspace.root, run_title: "mail" }));

test("each model knows what it was made of and the base at the end of the chain", async () => {
  await makeChain();
  const found = await modelArtifacts(workspace);
  assert.deepEqual(
    found.map(({ kind, made_from, base_sha256 }) => [kind, made_from?.[0] ?? null, base_sha256]),
    [
      ["convert", null, base],
      ["train", "a", base],
      ["merge", "b", base],
      ["quantize", "c", base],
    ],
  );
});

test("they are shown below their base, each below its origin", async () => {
  await makeChain();
  const nodes = modelItems([model], english, await placed());
  assert.equal(
    treeText(nodes),
    `[cloud-download] Small  Q4_1 · fetched on first use
  [file-binary] Convert  7 B · mail
  [mortar-board] Train rank=8  7 B · mail
    [git-merge] Merge rank=8  7 B · mail
      [fold] Quantize rank=8/q4_k_m  7 B · mail
`,
  );
  const [, train] = nodes[0]!.children;
  assert.match(train!.children[0]!.children[0]!.tooltip ?? "", /Train rank=8 → Merge rank=8 → Quantize/);
});

test("a model whose chain is broken or whose base is unknown is shown all the same", async () => {
  await make("d", "quantize", "quantize:q4_k_m", { source: { key: key("c") } });
  await mkdir(path.join(workspace.store, "artifacts", key("f")));
  await writeFile(path.join(workspace.store, "artifacts", key("f"), "manifest.json"), "{ torn");
  const nodes = modelItems([model], english, await placed());
  assert.deepEqual([nodes.length, nodes[1]!.label, nodes[1]!.children.length], [2, "Made of other models", 1]);
});

test("a manifest that points at itself ends", async () => {
  await make("b", "merge", "merge", { train: key("b") });
  assert.equal((await modelArtifacts(workspace))[0]?.base_sha256, null);
});
