import path from "node:path";
import { checkData } from "../data/check.ts";
import { serializeSlices, splitHash } from "../data/items.ts";
import { type ResolvedData, resolveData } from "../data/resolve.ts";
import { hashText } from "../disk/files.ts";
import { generalDecode, generalItems, generalVersion } from "../evaluation/general/set.ts";
import { checkExpected } from "../evaluation/score.ts";
import { findModel } from "../models/find.ts";
import type { DataFacts, ModelInPlan, SplitFacts } from "../plan/facts.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import type { Item } from "../protocol/item.ts";
import { CodedError, type Problem, problem } from "../protocol/problem.ts";
import { expandMatrix } from "../spec/matrix.ts";
import type { RunSpec } from "../spec/schema.ts";
import { readAgainst } from "./against.ts";
import { hasErrors, type LoadedRunFile } from "./load.ts";
import { judgesOf, readScorerFiles } from "./scorer-files.ts";

/** Facts about the models and data that a file and its matrix name, each looked up once. */
export class GatheredFacts {
  readonly models = new Map<string, ModelInPlan>();
  readonly splits = new Map<string, Item[]>();
  /** Texts beside the items that stages read, by their hash: values of slices, scores of today's process. */
  readonly tables = new Map<string, string>();
  private readonly data = new Map<string, DataFacts>();

  async gather(loaded: LoadedRunFile, spec: RunSpec, signal?: AbortSignal): Promise<Problem[]> {
    const problems: Problem[] = [];
    for (const { spec: cell } of expandMatrix(spec)) {
      const rivals = cell.evaluate?.rivals.flatMap(({ model }) => model ?? []) ?? [];
      const references = [cell.model, ...rivals, ...judgesOf(cell)];
      for (const reference of references) problems.push(...(await this.lookUpModel(reference, loaded)));
      problems.push(...(await this.readData(cell, loaded, signal)));
    }
    return problems;
  }

  modelOf(reference: string): ModelInPlan {
    const found = this.models.get(reference);
    if (!found) throw new Error(`the plan asked for ${reference}, which was not looked up`);
    return found;
  }

  dataOf(section: RunSpec["data"]): DataFacts {
    const found = this.data.get(canonicalJson(section));
    if (!found) throw new Error("the plan asked for data that was not read");
    return found;
  }

  private async lookUpModel(reference: string, { folder, document, file }: LoadedRunFile): Promise<Problem[]> {
    if (this.models.has(reference)) return [];
    try {
      this.models.set(reference, await findModel(reference, { folder }));
      return [];
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const range = document.rangeOf(["model"], "value");
      // A file is called what the run file calls it, not where that is on this machine.
      const called = error.params.file === path.resolve(folder, reference) ? { file: reference } : {};
      return [problem(error.code, { ...error.params, ...called }, { file, ...(range ? { range } : {}) })];
    }
  }

  private async readData(spec: RunSpec, { folder }: LoadedRunFile, signal?: AbortSignal): Promise<Problem[]> {
    const name = canonicalJson(spec.data);
    if (this.data.has(name)) return [];
    const needs = { train: spec.train !== undefined, test: spec.evaluate !== undefined };
    const slices = spec.evaluate?.slices ?? [];
    const resolved = await resolveData(spec.data, { folder, needs, slices, ...(signal ? { signal } : {}) });
    this.data.set(name, this.take(resolved));
    if (hasErrors(resolved.problems)) return resolved.problems;
    const against = await this.readAgainst(spec, folder, resolved.splits.test);
    if (spec.evaluate?.forgetting) this.takeGeneral(spec.data);
    const beside = await this.readBeside(spec, folder);
    return [...resolved.problems, ...checkData(resolved, folder), ...answersOf(resolved, spec), ...against, ...beside];
  }

  private takeGeneral(data: RunSpec["data"]): void {
    const general = { ...this.takeSplit(generalItems())!, version: generalVersion, decode: generalDecode };
    this.data.set(canonicalJson(data), { ...this.dataOf(data), general });
  }

  private async readAgainst({ evaluate, data }: RunSpec, folder: string, items: readonly Item[]): Promise<Problem[]> {
    if (!evaluate) return [];
    const { texts, problems } = await readAgainst(evaluate, { folder, items });
    if (texts.size === 0) return problems;
    const against = Object.fromEntries([...texts].map(([file, text]) => [file, this.takeTable(text)]));
    this.data.set(canonicalJson(data), { ...this.dataOf(data), against });
    return problems;
  }

  /** Files that scorers name: human ratings, which are taken into the store, and programs, which stay where they are. */
  private async readBeside(spec: RunSpec, folder: string): Promise<Problem[]> {
    const { ratings, programs, problems } = await readScorerFiles(spec, folder);
    const taken = Object.fromEntries([...ratings].map(([file, text]) => [file, this.takeTable(text)]));
    this.data.set(canonicalJson(spec.data), { ...this.dataOf(spec.data), ratings: taken, programs });
    return problems;
  }

  private take({ splits, schema }: ResolvedData): DataFacts {
    const shots = (count: number) => this.takeSplit(firstByHash(splits.train, count));
    const { train, validation, test } = splits;
    const withSystem = (split: "test" | "validation", system: string) =>
      this.takeSplit(splits[split].map((item) => withSystemTurn(item, system)));
    return {
      train: this.takeSplit(train),
      validation: this.takeSplit(validation),
      test: this.takeSplit(test),
      schema: schema?.text ?? null,
      shots,
      withSystem,
    };
  }

  private takeSplit(items: Item[]): SplitFacts | null {
    if (items.length === 0) return null;
    const sha256 = splitHash(items);
    this.splits.set(sha256, items);
    const slices = serializeSlices(items);
    const lengths = items.map(({ messages, answer }) => ({
      prompt: messages.reduce((sum, { content }) => sum + content.length, 0),
      answer: answer.length,
    }));
    return {
      sha256,
      items: items.length,
      prompt_characters: lengths.reduce((sum, { prompt }) => sum + prompt, 0),
      answer_characters: lengths.reduce((sum, { answer }) => sum + answer, 0),
      longest_characters: lengths.reduce((most, { prompt, answer }) => Math.max(most, prompt + answer), 0),
      ...(slices === null ? {} : { slices: this.takeTable(slices) }),
    };
  }

  private takeTable(text: string): string {
    const sha256 = hashText(text);
    this.tables.set(sha256, text);
    return sha256;
  }
}

/** The same row, asked with another system turn. */
function withSystemTurn(item: Item, system: string): Item {
  const turns = item.messages.filter(({ role }) => role !== "system");
  return { ...item, messages: [{ role: "system", content: system }, ...turns] };
}

/** Test rows whose own answer breaks the schema or a rule: no model could be right about them. */
function answersOf({ splits, schema }: ResolvedData, { data, evaluate }: RunSpec): Problem[] {
  if (!evaluate || splits.test.length === 0) return [];
  const { scorers } = evaluate;
  return checkExpected({ items: splits.test, schema: schema?.value ?? null, rules: data.rules, scorers });
}

/** Examples for the prompt: drawn by the hash of their ids, so that the same rows give the same examples in any order. */
function firstByHash(items: readonly Item[], count: number): Item[] {
  return items
    .map((item) => ({ item, hash: hashText(item.id) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, count)
    .map(({ item }) => item);
}
