import { formatBytes, formatCount } from "../../protocol/format.ts";
import type { KnownModel } from "../../protocol/model.ts";
import type { Translate } from "../translate.ts";
import type { TreeNode } from "../tree-node.ts";
import { artifactsOf, orphans, type PlacedArtifact } from "./artifact-items.ts";

/** The Models view: what this machine knows, the person's own first. */
export function modelItems(
  models: readonly KnownModel[],
  t: Translate,
  artifacts: readonly PlacedArtifact[] = [],
): TreeNode[] {
  const added = models.filter(({ origin }) => origin === "added");
  const rest = models.filter(({ origin }) => origin !== "added");
  const nodes = [...added, ...rest].map((model) => ({
    ...modelItem(model, t),
    children: artifactsOf(model, artifacts, t),
  }));
  const others = orphans(models, artifacts, t);
  return others ? [...nodes, others] : nodes;
}

function modelItem(model: KnownModel, t: Translate): TreeNode {
  const here = model.path !== null;
  const added = model.origin === "added";
  const size = model.size_bytes === null ? null : formatBytes(model.size_bytes);
  const facts = [model.quantization, size, fitMark(model, t)].filter((fact) => fact !== null);
  const place = here ? t("on this machine") : t("fetched on first use");
  return {
    id: `model/${model.id}`,
    label: model.title,
    description: (here ? facts : [...facts, place]).join(" · "),
    tooltip: tooltipOf(model, place, t),
    icon: here ? { id: "package", color: "charts.blue" } : { id: "cloud-download", color: "disabledForeground" },
    context: `model-${added ? "added" : "catalogue"}-${here ? "here" : "away"}`,
    spoken: [model.title, ...facts, place].join(", "),
    click: "deepextension.inspectModel",
    target: { kind: "model", id: model.id, path: model.path, added },
    children: [],
  };
}

/** Whether this machine's memory holds it; what fits needs no mark. */
function fitMark({ fit }: KnownModel, t: Translate): string | null {
  if (fit === "no") return t("too large for this machine");
  return fit === "tight" ? t("tight on this machine") : null;
}

function tooltipOf(model: KnownModel, place: string, t: Translate): string {
  const lines = [`${model.title} · ${place}`, t("In a run file: model: {0}", model.id)];
  if (model.parameters !== null) lines.push(t("Parameters: {0}", formatCount(model.parameters)));
  if (model.answering_bytes !== undefined)
    lines.push(t("Memory to answer: about {0}", formatBytes(model.answering_bytes)));
  if (model.license !== null) lines.push(t("Licence: {0}", model.license));
  if (model.path !== null) lines.push(model.path);
  if (model.sha256 !== null) lines.push(`sha256 ${model.sha256}`);
  return lines.join("\n");
}

/** What the view shows when the list could not be made: why, and a way on. */
export function modelsFailure(message: string, t: Translate): TreeNode {
  return {
    id: "models/failure",
    label: t("The models could not be listed"),
    description: message.split("\n", 1)[0] ?? "",
    tooltip: message,
    icon: { id: "warning", color: "list.warningForeground" },
    context: "models-failure",
    spoken: `${t("The models could not be listed")}: ${message}`,
    click: "deepextension.showLog",
    children: [],
  };
}
