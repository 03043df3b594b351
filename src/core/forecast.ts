import { lengthBins, percentileOf } from "../data/check-lengths.ts";
import { splitNames } from "../data/splits.ts";
import type { Stage } from "../plan/stage.ts";
import type { Forecast, SplitForecast, VariantForecast } from "../protocol/forecast.ts";
import { trainedParameters } from "../sizing/embedded-train.ts";
import { rangeOf } from "../sizing/interval.ts";
import { expandMatrix, type MatrixCell } from "../spec/matrix.ts";
import { resolveTrainSettings } from "../spec/resolve.ts";
import { type KnownLengths, lengthsKey } from "./lengths.ts";
import type { Prepared } from "./prepare.ts";

const shownExamples = 3;
const longestExample = 240;
/** Hints for more variants than this are not read, and cost a plan each. */
const mostVariants = 64;

/** What a run file will come to by its plan, with real token counts where the tokenizer has told them. Null without a plan. */
export function forecastOf(prepared: Prepared, lengths: KnownLengths): Forecast | null {
  const { loaded, plan, facts, detectable } = prepared;
  const spec = loaded.value;
  if (!spec || !plan || !facts) return null;
  const fresh = plan.stages.filter(({ reused_from }) => reused_from === null);
  return {
    splits: splitNames.flatMap((name) => splitForecast(name, prepared, lengths) ?? []),
    variants: expandMatrix(spec)
      .slice(0, mostVariants)
      .map((cell) => variantForecast(cell, prepared, lengths)),
    stages: plan.stages.length,
    reused: plan.stages.length - fresh.length,
    seconds: sumOf(fresh, "seconds"),
    disk_bytes: sumOf(fresh, "disk_bytes"),
    download_bytes: [...prepared.models.values()].reduce((sum, model) => sum + model.download_bytes, 0),
    detectable,
  };
}

function splitForecast(
  name: SplitForecast["name"],
  { data, splits, loaded, facts }: Prepared,
  lengths: KnownLengths,
): SplitForecast | null {
  const split = data[name];
  const items = split ? splits.get(split.sha256) : undefined;
  if (!split || !items || !loaded.value || !facts) return null;
  const known = lengths.get(lengthsKey(facts.modelOf(loaded.value.model).sha256, split.sha256));
  const worst = known?.totals.reduce((most, total, index) => (total > known.totals[most]! ? index : most), 0) ?? 0;
  return {
    name,
    files: [...new Set(items.map(({ source }) => source.file))],
    rows: items.length,
    examples: items.slice(0, shownExamples).map(({ messages, answer, source }) => ({
      prompt: messages.at(-1)!.content.slice(0, longestExample),
      answer: answer.slice(0, longestExample),
      row: source.row,
    })),
    tokens: known
      ? {
          total: known.totals.reduce((sum, total) => sum + Math.max(0, total), 0),
          median: percentileOf(known.totals, 0.5),
          p99: percentileOf(known.totals, 0.99),
          longest: Math.max(0, known.totals[worst] ?? 0),
          longest_row: items[worst]?.source.row ?? 0,
          bins: lengthBins(known.totals),
        }
      : null,
  };
}

function variantForecast(cell: MatrixCell, prepared: Prepared, lengths: KnownLengths): VariantForecast {
  const { spec } = cell;
  const stages = stagesOf(cell, prepared);
  const model = prepared.facts!.modelOf(spec.model);
  const { train } = prepared.facts!.dataOf(spec.data);
  const largest = stages.reduce<Stage | null>(
    (most, stage) => ((stage.estimate.memory_bytes ?? 0) > (most?.estimate.memory_bytes ?? 0) ? stage : most),
    null,
  );
  const likely = largest?.estimate.memory_bytes ?? null;
  const trains = spec.train !== undefined && train !== null;
  return {
    name: cell.name,
    trained_parameters:
      trains && model.facts && spec.train?.adapter.type !== "none"
        ? trainedParameters(model.facts, resolveTrainSettings(spec))
        : null,
    steps: trains ? Math.ceil((train.items * spec.train!.epochs) / spec.train!.batch_size) : null,
    tokens: trains
      ? trainedTokens(spec.train!.epochs, lengths.get(lengthsKey(model.sha256, train.sha256)), train)
      : null,
    memory: largest && likely !== null ? { ...boundsOf(likely, largest), stage: largest.id } : null,
    seconds: sumOf(
      stages.filter(({ reused_from }) => reused_from === null),
      "seconds",
    ),
    stages: stages.map(({ id, kind, estimate, reused_from }) => ({
      id,
      kind,
      seconds: estimate.seconds,
      memory_bytes: estimate.memory_bytes,
      reused: reused_from !== null,
    })),
  };
}

function boundsOf(likely: number, { kind }: Stage): { likely: number; low: number; high: number } {
  const { low, high } = rangeOf(likely, kind === "train" ? "train" : "serve");
  return { likely, low, high };
}

/** Characters to a token of English text, before a tokenizer has counted. */
const charactersPerToken = 3.2;

function trainedTokens(
  epochs: number,
  known: { totals: Int32Array } | undefined,
  split: { prompt_characters: number; answer_characters: number },
): { count: number; counted: boolean } {
  const counted = known?.totals.reduce((sum, total) => sum + Math.max(0, total), 0);
  const guessed = (split.prompt_characters + split.answer_characters) / charactersPerToken;
  return { count: Math.round(epochs * (counted ?? guessed)), counted: counted !== undefined };
}

/** The stages of a variant, those that it shares with others included. */
function stagesOf({ name }: MatrixCell, { plan }: Prepared): Stage[] {
  const all = plan?.stages ?? [];
  if (name === "") return all.filter(({ kind }) => kind !== "compare");
  const needed = new Set(all.filter(({ variant }) => variant === name).map(({ id }) => id));
  // What it builds on was planned for an earlier variant, if that needs the same.
  for (const stage of [...all].reverse()) if (needed.has(stage.id)) for (const input of stage.inputs) needed.add(input);
  return all.filter(({ id, kind }) => kind !== "compare" && needed.has(id));
}

function sumOf(stages: readonly Stage[], part: "seconds" | "disk_bytes"): number | null {
  const known = stages.flatMap(({ estimate }) => estimate[part] ?? []);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
}
