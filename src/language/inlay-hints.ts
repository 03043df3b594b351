import { type InlayHint, InlayHintKind } from "vscode-languageserver-types";
import type { Forecast, VariantForecast } from "../protocol/forecast.ts";
import { formatBytes, formatCount, formatEstimate } from "../protocol/format.ts";
import type { Language } from "../protocol/messages.ts";
import type { Range } from "../protocol/problem.ts";
import type { RunDocument, SpecPath } from "../spec/document.ts";
import { valueAt } from "../spec/issues.ts";
import { cellName } from "../spec/matrix.ts";
import { forecastText } from "./forecast-text.ts";
import { word } from "./messages.ts";

/** Numbers that follow from the file, at the ends of the lines that they follow from. All are estimates but counts. */
export function inlayHints(
  document: RunDocument,
  range: Range,
  forecast: Forecast | null,
  language: Language,
): InlayHint[] {
  if (!forecast) return [];
  const hints = [
    ...splitHints(document, forecast, language),
    ...trainHints(document, forecast, language),
    ...matrixHints(document, forecast, language),
  ];
  return hints.filter(({ position: { line } }) => range.start.line <= line && line <= range.end.line);
}

function hintAt(document: RunDocument, path: SpecPath, label: string, tooltip?: string): InlayHint[] {
  const node = document.nodeAt(path);
  const at = node && document.rangeOf(path, path.length === 1 && isBlock(document, path) ? "key" : "value");
  if (!at || label === "") return [];
  return [
    {
      position: at.end,
      label: ` ${label}`,
      kind: InlayHintKind.Type,
      paddingLeft: true,
      ...(tooltip === undefined ? {} : { tooltip: { kind: "markdown", value: tooltip } }),
    },
  ];
}

function isBlock(document: RunDocument, path: SpecPath): boolean {
  const value = valueAt(document.json, path);
  return typeof value === "object" && value !== null;
}

function splitHints(document: RunDocument, { splits }: Forecast, language: Language): InlayHint[] {
  return splits.flatMap(({ name, rows, tokens }) => {
    const parts = [word("rows", language, { rows })];
    if (tokens) parts.push(word("longest", language, { longest: tokens.longest }));
    return hintAt(document, ["data", name], parts.join(" · "));
  });
}

function trainHints(document: RunDocument, forecast: Forecast, language: Language): InlayHint[] {
  const [variant] = forecast.variants;
  if (forecast.variants.length !== 1 || !variant) return [];
  const hints = hintAt(document, ["train"], trainText(variant, language), forecastText(forecast, language));
  const cost = costText(variant, language);
  const tokens = forecast.splits.find(({ name }) => name === "train")?.tokens;
  if (tokens) {
    const text = word("lengths", language, { p99: tokens.p99, longest: tokens.longest });
    hints.push(...hintAt(document, ["train", "max_length"], text));
  }
  return [...hintAt(document, ["model"], cost, forecastText(forecast, language)), ...hints];
}

/** `4.88 M weights · 22 steps · 24.1 k tokens` */
function trainText({ trained_parameters, steps, tokens }: VariantForecast, language: Language): string {
  const parts = [
    trained_parameters === null ? null : word("trained", language, { count: formatCount(trained_parameters) }),
    steps === null ? null : word("steps", language, { steps }),
    tokens === null
      ? null
      : word(tokens.counted ? "tokens" : "tokens-about", language, { count: formatCount(tokens.count) }),
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

/** `≈ 6 min · 0.9 GB (0.72–1.17 GB)` */
export function costText({ seconds, memory, stages }: VariantForecast, language: Language): string {
  const isDone = stages.length > 0 && stages.every(({ reused }) => reused);
  const time = isDone
    ? word("all-reused", language)
    : seconds === null
      ? null
      : `≈ ${formatEstimate(seconds, language)}`;
  const need =
    memory === null ? null : `${formatBytes(memory.likely)} (${formatBytes(memory.low)} – ${formatBytes(memory.high)})`;
  return [time, need].filter((part) => part !== null).join(" · ");
}

/** With one path each value has its own variant; with more, the product stands at the block. */
function matrixHints(document: RunDocument, forecast: Forecast, language: Language): InlayHint[] {
  const written = valueAt(document.json, ["matrix"]);
  if (typeof written !== "object" || written === null || forecast.variants.length < 2) return [];
  const matrix = written as Parameters<typeof cellName>[0];
  const [path, ...more] = Object.keys(matrix);
  if (path === undefined) return [];
  const total = word("variants", language, { count: forecast.variants.length });
  const time = forecast.seconds === null ? "" : ` · ≈ ${formatEstimate(forecast.seconds, language)}`;
  const whole = hintAt(document, ["matrix"], total + time, forecastText(forecast, language));
  if (more.length > 0 || !Array.isArray(matrix[path])) return whole;
  const each = matrix[path].flatMap((value, index) => {
    const name = cellName(matrix, { [path]: value });
    const variant = forecast.variants.find((other) => other.name === name);
    return variant
      ? hintAt(document, ["matrix", path, index], costText(variant, language), trainText(variant, language))
      : [];
  });
  return [...whole, ...each];
}
