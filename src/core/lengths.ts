import type { Lengths } from "../data/check-lengths.ts";
import { checkLengths } from "../data/check-lengths.ts";
import { shownPath } from "../data/resolve.ts";
import { summary } from "../data/summary.ts";
import { isEngineInstalled } from "../engines/embedded/installed.ts";
import type { SplitFacts } from "../plan/facts.ts";
import type { Item } from "../protocol/item.ts";
import { CodedError, type Problem, problem, type Suggestion } from "../protocol/problem.ts";
import { expandMatrix } from "../spec/matrix.ts";
import type { RunSpec } from "../spec/schema.ts";
import type { Prepared } from "./prepare.ts";
import { type ItemLengths, itemLengths } from "./token-counts.ts";

/** Token lengths of splits, by `lengthsKey`; a caller that keeps the map spares hashing each row again. */
export type KnownLengths = Map<string, ItemLengths>;

export function lengthsKey(model_sha256: string, split_sha256: string): string {
  return `${model_sha256} ${split_sha256}`;
}

interface LengthOptions {
  known: KnownLengths;
  signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** More variants than this differ in what can't matter here, or nobody reads their problems. */
const mostCells = 50;
/** A text of so many UTF-8 bytes has at most as many tokens, and a template adds fewer than these. */
const templateTokens = 64;

/**
 * What the model's own tokenizer says of the rows: too long for `max_length`, refused by the chat template, answers
 * longer than `max_tokens`. Where it can't be asked (the model is not here, no engine in this build), that is said where
 * it may matter. Aborting throws `cancelled`.
 */
export async function lengthProblems(prepared: Prepared, options: LengthOptions): Promise<Problem[]> {
  const { loaded, facts } = prepared;
  const spec = loaded.value;
  if (!spec || !facts || !prepared.plan) return [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { spec: cell } of expandMatrix(spec).slice(0, mostCells)) {
    for (const found of await ofCell(cell, prepared, options)) {
      const key = JSON.stringify([found.code, found.params]);
      if (!seen.has(key)) problems.push(found);
      seen.add(key);
    }
  }
  return problems;
}

async function ofCell(spec: RunSpec, prepared: Prepared, options: LengthOptions): Promise<Problem[]> {
  const facts = prepared.facts!;
  const data = facts.dataOf(spec.data);
  const model = facts.modelOf(spec.model);
  const { train, evaluate } = spec;
  const wanted = [
    ...(train
      ? ([
          ["train", data.train],
          ["validation", data.validation],
        ] as const)
      : []),
    ...(evaluate ? ([["test", data.test]] as const) : []),
  ].flatMap(([name, split]) => (split ? [{ name, split, items: prepared.splits.get(split.sha256) ?? [] }] : []));
  const isCountable = model.path !== null && model.facts?.format === "gguf";
  if (!isCountable || !isEngineInstalled()) {
    return mayBeCut(spec, data.train) ? [unknownLengths(prepared, isCountable ? "engine" : "model", spec)] : [];
  }
  const problems: Problem[] = [];
  for (const { name, split, items } of wanted) {
    const key = lengthsKey(model.sha256, split.sha256);
    let lengths = options.known.get(key);
    if (!lengths) {
      try {
        lengths = await itemLengths({ model: { path: model.path!, sha256: model.sha256 }, items, ...options });
      } catch (error) {
        // A tokenizer that fails must not take the other diagnostics along; why it failed is said like everything else.
        if (!(error instanceof CodedError) || error.code === "cancelled") throw error;
        return [placed(prepared, problem(error.code, error.params, { severity: "warning" }), ["model"])];
      }
      options.known.set(key, lengths);
    }
    if (lengths.fallback) {
      const { code, params } = lengths.fallback;
      problems.push(placed(prepared, problem(code, params, { severity: "warning" }), ["model"]));
    }
    const say = summary(name, items, (file) => shownPath(prepared.loaded.folder, file));
    if (name === "test") problems.push(...answersTooLong(items, lengths, spec, prepared));
    else problems.push(...checkLengths(items, lengths, train!, say).map((found) => withFix(found, prepared)));
  }
  return problems;
}

/** False where no row can be too long, whatever the tokenizer. */
function mayBeCut({ train }: RunSpec, split: SplitFacts | null): boolean {
  // In UTF-8 a UTF-16 unit takes at most three bytes.
  return train !== undefined && split !== null && 3 * split.longest_characters + templateTokens > train.max_length;
}

function unknownLengths(prepared: Prepared, why: "engine" | "model", { model, train }: RunSpec): Problem {
  const code = why === "model" ? "lengths-unknown-model" : "lengths-unknown-engine";
  const params = { model, max_length: train?.max_length ?? 0 };
  return placed(prepared, problem(code, params, { severity: "info" }), ["model"]);
}

function placed({ loaded }: Prepared, found: Problem, path: readonly string[]): Problem {
  const range = loaded.document.rangeOf(path, "value");
  return { ...found, file: loaded.file, ...(range ? { range } : {}) };
}

/** Lengths that would do: for all rows and for 99 of 100. Only where the file writes `max_length`, else with its key. */
function withFix(found: Problem, { loaded }: Prepared): Problem {
  const { longest, p99, max_length } = found.params;
  if (typeof longest !== "number" || typeof p99 !== "number" || typeof max_length !== "number") return found;
  const { document } = loaded;
  const range = document.rangeOf(["train", "max_length"], "value");
  if (!range || document.nodeAt(["train", "max_length"]) === undefined) return found;
  const lengths = [...new Set([longest, p99])].filter((length) => length > max_length);
  const suggestions = lengths.map(
    (length): Suggestion => ({ title: `max_length: ${length}`, edit: { range, new_text: String(length) } }),
  );
  return { ...found, suggestions };
}

/** A model that is cut off before it could have said the expected answer is wrong by setting, not by knowledge. */
function answersTooLong(items: readonly Item[], lengths: Lengths, spec: RunSpec, prepared: Prepared): Problem[] {
  const { decode } = spec.evaluate!;
  const long = items.filter((_, index) => lengths.answers[index]! > decode.max_tokens);
  const longest = lengths.answers.reduce((most, answer) => Math.max(most, answer), 0);
  const { document, folder } = prepared.loaded;
  const path = ["evaluate", "decode", "max_tokens"];
  const range = document.nodeAt(path) ? document.rangeOf(path, "value") : null;
  const suggestions = range ? [{ title: `max_tokens: ${longest}`, edit: { range, new_text: String(longest) } }] : [];
  return summary("test", items, (file) => shownPath(folder, file))(
    "answers-exceed-max-tokens",
    long,
    { max_tokens: decode.max_tokens, longest },
    "warning",
  ).map((found) => ({ ...found, suggestions }));
}
