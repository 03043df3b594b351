import { formatBytes } from "../../protocol/format.ts";
import type { KnownModel } from "../../protocol/model.ts";
import type { ModelArtifact } from "../../runs/lineage.ts";
import type { Translate } from "../translate.ts";
import type { TreeNode } from "../tree-node.ts";
import { shortId, stageTitle } from "../words.ts";

/** A model that a run of this workspace made, with where it is. */
export interface PlacedArtifact extends ModelArtifact {
  root: string;
  /** What its run is called; null where that run is gone. */
  run_title: string | null;
}

const icons: Record<ModelArtifact["kind"], string> = {
  convert: "file-binary",
  train: "mortar-board",
  merge: "git-merge",
  quantize: "fold",
};

/** What was made of a base model: adapters, what was merged of them, what was quantized of that, each below its origin. */
export function artifactsOf(base: KnownModel, artifacts: readonly PlacedArtifact[], t: Translate): TreeNode[] {
  if (base.sha256 === null) return [];
  return tree(
    artifacts.filter(({ base_sha256 }) => base_sha256 === base.sha256),
    t,
  );
}

/** Models of runs whose base this machine does not know any more. */
export function orphans(
  models: readonly KnownModel[],
  artifacts: readonly PlacedArtifact[],
  t: Translate,
): TreeNode | null {
  const known = new Set(models.map(({ sha256 }) => sha256).filter((sha256) => sha256 !== null));
  const lost = artifacts.filter(({ base_sha256 }) => base_sha256 === null || !known.has(base_sha256));
  if (lost.length === 0) return null;
  const label = t("Made of other models");
  return {
    id: "models/others",
    label,
    description: String(lost.length),
    icon: { id: "question" },
    context: "model-others",
    spoken: label,
    children: tree(lost, t),
  };
}

/** The base's own copy is a step and not a model that anybody looks for, so what was made of it stands beside it. */
function tree(artifacts: readonly PlacedArtifact[], t: Translate): TreeNode[] {
  const own = new Map(artifacts.map((artifact) => [`${artifact.root}\0${artifact.key}`, artifact]));
  const parentOf = (artifact: PlacedArtifact): PlacedArtifact | null => {
    const parent = artifact.made_from === null ? undefined : own.get(`${artifact.root}\0${artifact.made_from}`);
    return parent && parent.kind !== "convert" ? parent : null;
  };
  const below = (parent: PlacedArtifact | null): TreeNode[] =>
    artifacts
      .filter((artifact) => parentOf(artifact) === parent)
      .map((artifact) => artifactItem(artifact, chainOf(artifact, parentOf), below(artifact), t));
  return below(null);
}

function chainOf(
  artifact: PlacedArtifact,
  parentOf: (artifact: PlacedArtifact) => PlacedArtifact | null,
): PlacedArtifact[] {
  const chain: PlacedArtifact[] = [];
  for (let each: PlacedArtifact | null = artifact; each; each = parentOf(each)) chain.unshift(each);
  return chain;
}

function artifactItem(
  artifact: PlacedArtifact,
  chain: readonly PlacedArtifact[],
  children: TreeNode[],
  t: Translate,
): TreeNode {
  const title = stageTitle({ id: artifact.stage, kind: artifact.kind }, t);
  const made = artifact.run_title ?? t("a run that is gone ({0})", shortId(artifact.run));
  const description = [formatBytes(artifact.bytes), made].join(" · ");
  const lineage = chain.map(({ stage, kind }) => stageTitle({ id: stage, kind }, t)).join(" → ");
  return {
    id: `artifact/${artifact.root}/${artifact.key}`,
    label: title,
    description,
    tooltip: [t("Made as: {0}", lineage), t("Made by: {0}", made), artifact.created_at, artifact.key].join("\n"),
    icon: { id: icons[artifact.kind] },
    context: "artifact",
    spoken: [title, description].join(", "),
    click: "deepextension.revealArtifact",
    target: { kind: "artifact", root: artifact.root, key: artifact.key },
    children,
  };
}
