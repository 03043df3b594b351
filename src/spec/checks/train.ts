import type { Problem } from "../../protocol/problem.ts";
import type { RunDocument } from "../document.ts";
import { defaultLearningRate, resolveEngine } from "../resolve.ts";
import type { RunSpec } from "../schema.ts";
import { problemAt } from "./at.ts";

/** Factors from the usual rate at which runs diverge, and at which an epoch of some hundred steps moves nothing. */
const tooHigh = 10;
const tooLow = 30;
/** alpha / rank, beyond which published recipes hardly go. */
const scales = { least: 0.25, most: 8 };

/** Settings that can be executed and hardly can be meant. Warnings, with what is usual as the fix. */
export function checkTrain(spec: RunSpec, document: RunDocument): Problem[] {
  return [...checkLearningRate(spec, document), ...checkAlpha(spec, document)];
}

function checkLearningRate(spec: RunSpec, document: RunDocument): Problem[] {
  const { train } = spec;
  const value = train?.learning_rate;
  if (!train || value === undefined) return [];
  const usual = defaultLearningRate(train, resolveEngine(spec));
  const factor = value / usual;
  if (factor < tooHigh && factor > 1 / tooLow) return [];
  const params = {
    value,
    usual: rateText(usual),
    factor: Number(Math.max(factor, 1 / factor).toPrecision(2)),
    method: train.method,
    adapter: train.adapter.type,
  };
  const code = factor >= tooHigh ? "learning-rate-high" : "learning-rate-low";
  return [fixable(document, ["train", "learning_rate"], code, params, rateText(usual))];
}

function checkAlpha({ train }: RunSpec, document: RunDocument): Problem[] {
  const alpha = train?.adapter.alpha;
  if (!train || alpha === undefined || train.adapter.type === "none") return [];
  const { rank } = train.adapter;
  const scale = alpha / rank;
  if (scale >= scales.least && scale <= scales.most) return [];
  const params = { alpha, rank, scale: Number(scale.toPrecision(2)), usual: 2 * rank };
  return [fixable(document, ["train", "adapter", "alpha"], "alpha-unusual", params, String(2 * rank))];
}

function fixable(
  document: RunDocument,
  path: readonly string[],
  code: string,
  params: Problem["params"],
  text: string,
): Problem {
  const range = document.rangeOf(path, "value");
  const suggestions = range ? [{ title: text, edit: { range, new_text: text } }] : [];
  return problemAt(document, path, code, params, { severity: "warning", suggestions });
}

/** `2e-3`, as people write rates. */
function rateText(rate: number): string {
  return rate.toExponential();
}
