import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { percentileOf } from "../../data/check-lengths.ts";
import { type ColumnGuess, guessColumns } from "../../data/guess-columns.ts";
import { guessSchema } from "../../data/guess-schema.ts";
import { type Entry, makeEntries } from "../../data/items.ts";
import { readRows } from "../../data/read-rows.ts";
import { columnValue } from "../../data/template.ts";
import { exists } from "../../disk/files.ts";
import { detectableDifference } from "../../evaluation/detectable.ts";
import { findModel } from "../../models/find.ts";
import { formatBytes } from "../../protocol/format.ts";
import type { Language } from "../../protocol/messages.ts";
import { CodedError, type Problem } from "../../protocol/problem.ts";
import { dataSchema } from "../../spec/schema-data.ts";
import { evaluateSchema } from "../../spec/schema-evaluate.ts";
import { examine } from "../examine.ts";
import { runFileOf } from "../load.ts";
import { machine } from "../runtime.ts";
import { itemLengths } from "../token-counts.ts";
import { chooseModel } from "./choose-model.ts";
import { type RunFileParts, runFileText } from "./run-file-text.ts";
import { sayIn } from "./words.ts";

export interface InitOptions {
  /** What is written; left out: beside the data, named after it. */
  output?: string;
  /** An id or path; left out: the largest that fits. */
  model?: string;
  language: Language;
  signal?: AbortSignal;
}

export interface InitResult {
  /** Absolute. */
  file: string;
  /** The answers' schema beside it, absolute; null where answers are no objects. */
  schema: string | null;
  text: string;
  guess: ColumnGuess;
  rows: number;
  model: string;
  /** What `check` says of the new file. */
  problems: Problem[];
}

/** Steps that a first training should have, and the batch. */
const wantedSteps = 60;
const batch_size = 8;
const mostEpochs = 10;

/**
 * Writes a run file for a data set: columns, split, schema, lengths, model and scorers are guessed from the rows, and a
 * comment says why. Nothing is overwritten: where the name is taken the next free one is used.
 * Throws what is wrong with the data (`data-…`, `init-no-columns`), or with the model that was asked for.
 */
export async function initRunFile(data: string, options: InitOptions): Promise<InitResult> {
  const absolute = path.resolve(data);
  const { rows, problems } = await readRows(absolute, {
    file: data,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const broken = problems.find(({ severity }) => severity === "error");
  if (rows.length === 0 && broken) throw new CodedError(broken.code, broken.params);
  const guess = guessColumns(rows);
  if (guess.shape === null && (guess.answer === null || guess.prompt.length === 0)) {
    const columns = Object.keys(rows[0]?.value ?? {}).join(", ");
    throw new CodedError("init-no-columns", { file: data, columns });
  }
  const target = await freeName(options.output ?? path.join(path.dirname(absolute), `${stemOf(absolute)}.run.yaml`));
  const folder = path.dirname(target);
  const name = stemOf(target).replace(/\.run$/, "");
  const answers = guess.answer === null ? [] : rows.map(({ value }) => columnValue(value, guess.answer!));
  const schema = guess.kind === "objects" ? guessSchema(answers) : null;
  const schemaFile = schema ? await freeName(path.join(folder, `${name}.schema.json`)) : null;
  const entries = entriesOf(rows, guess, data);
  const parts = await partsOf({ entries, guess, rows: rows.length, answers, options, folder });
  const dataFile = relative(folder, absolute);
  const text = runFileText(
    { ...parts, name: nameOf(name), dataFile, schemaFile: schemaFile && relative(folder, schemaFile) },
    sayIn(options.language),
  );

  await mkdir(folder, { recursive: true });
  if (schemaFile) await writeFile(schemaFile, `${JSON.stringify(schema, null, 2)}\n`, { flag: "wx" });
  await writeFile(target, text, { flag: "wx" });
  const checked = await examine(runFileOf(target, text), { tokens: false });
  return {
    file: target,
    schema: schemaFile,
    text,
    guess,
    rows: rows.length,
    model: parts.model.id,
    problems: checked.problems,
  };
}

function entriesOf(rows: Parameters<typeof makeEntries>[0], guess: ColumnGuess, file: string): Entry[] {
  const templates =
    guess.shape === null
      ? { prompt: guess.prompt.map((name) => `{{${name}}}`).join("\n\n"), answer: `{{${guess.answer}}}` }
      : {};
  const { entries, problems } = makeEntries(rows, dataSchema.parse({ train: file, ...templates }), {
    file,
    source: file,
  });
  const broken = problems.find(({ severity }) => severity === "error");
  if (entries.length === 0 && broken) throw new CodedError(broken.code, broken.params);
  return entries;
}

interface Work {
  entries: readonly Entry[];
  guess: ColumnGuess;
  rows: number;
  answers: readonly unknown[];
  options: InitOptions;
  folder: string;
}

async function partsOf(work: Work): Promise<Omit<RunFileParts, "name" | "dataFile" | "schemaFile">> {
  const { entries, guess, rows, answers, options, folder } = work;
  const say = sayIn(options.language);
  const lengths = entries.map(({ item }) => ({
    total: guessTokens(item.messages.map(({ content }) => content).join("\n") + item.answer) + templateTokens,
    answer: guessTokens(item.answer),
  }));
  const longest = Math.max(...lengths.map(({ total }) => total));
  const tokens = lengths.reduce((sum, { total }) => sum + total, 0);
  const [train_rows, test_rows] = [Math.round(rows * 0.72), Math.round(rows * 0.2)];
  const epochs = Math.min(mostEpochs, Math.max(1, Math.ceil((wantedSteps * batch_size) / Math.max(1, train_rows))));
  const fitting = await chooseModel({ max_length: Math.min(longest, 1024), tokens: tokens * epochs });
  const id = options.model ?? fitting.id;
  const total = formatBytes(machine().memory_bytes);
  const comment =
    options.model === undefined
      ? say("model-fits", { memory: formatBytes(fitting.memory_bytes), total })
      : say("model-given");
  const evaluate = evaluateSchema.parse({ primary: guess.kind === "objects" ? "fields" : undefined });
  const primary = guess.kind === "objects" ? "fields" : guess.kind === "classes" ? "exact" : "token_f1";
  return {
    rows,
    guess,
    model: { id, comment },
    classes: new Set(answers.map((answer) => JSON.stringify(answer))).size,
    epochs,
    batch_size,
    train_rows,
    test_rows,
    max_length: await maxLength(id, { entries, longest, folder, options }),
    max_tokens: roundUp(Math.max(...lengths.map(({ answer }) => answer)) + 8, 16),
    detectable: 100 * detectableDifference(test_rows, { ...evaluate, primary }),
  };
}

/** Of a template around a prompt and an answer. */
const templateTokens = 40;

/** High rather than low: English comes to 3 to 4 characters a token, other scripts to less than one and a half. */
function guessTokens(text: string): number {
  const foreign = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  return Math.ceil((text.length - foreign) / 3 + foreign * 1.5);
}

interface LengthWork {
  entries: readonly Entry[];
  longest: number;
  folder: string;
  options: InitOptions;
}

/** Rows that are counted for a first guess, evenly spread. */
const mostCounted = 2000;

/** Counted by the model's own tokenizer where the model is here; a tokenizer that fails leaves the estimate. */
async function maxLength(id: string, work: LengthWork): Promise<RunFileParts["max_length"]> {
  const say = sayIn(work.options.language);
  const guessed = { value: roundUp(work.longest, 64), comment: say("length-guessed") };
  const found = await findModel(id, { folder: work.folder });
  if (found.path === null) return guessed;
  try {
    const model = { path: found.path, sha256: found.sha256 };
    const step = Math.max(1, Math.ceil(work.entries.length / mostCounted));
    const items = work.entries.filter((_, index) => index % step === 0).map(({ item }) => item);
    const { totals } = await itemLengths({
      model,
      items,
      ...(work.options.signal ? { signal: work.options.signal } : {}),
    });
    const [p99, longest] = [percentileOf(totals, 0.99), percentileOf(totals, 1)];
    return { value: roundUp(longest <= 2 * p99 ? longest : p99, 8), comment: say("length-counted", { p99, longest }) };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === "cancelled") throw error;
    return guessed; // `check` says what is wrong with the model or the engine
  }
}

function roundUp(value: number, step: number): number {
  return Math.max(step, Math.ceil(value / step) * step);
}

function stemOf(file: string): string {
  return path
    .basename(file)
    .replace(/\.ya?ml$/i, "")
    .replace(/\.[^.]+$/, (end) => (end === ".run" ? end : ""));
}

/** What a run may be called. */
function nameOf(stem: string): string {
  const name = stem.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "");
  return name === "" ? "run" : name.slice(0, 100);
}

function relative(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join("/");
}

/** The name itself, or with a number before its endings. */
async function freeName(file: string): Promise<string> {
  const absolute = path.resolve(file);
  const { dir, base } = path.parse(absolute);
  const [stem, ...endings] = base.split(/(?=\.)/);
  for (let count = 1; ; count++) {
    const name = count === 1 ? absolute : path.join(dir, `${stem}-${count}${endings.join("")}`);
    if (!(await exists(name))) return name;
  }
}
