import path from "node:path";
import { referenceFacts } from "../core/reference-facts.ts";
import { modelCache } from "../models/cache.ts";
import { catalogue } from "../models/catalogue.ts";
import { readModelFacts } from "../models/inspect.ts";
import { listModels } from "../models/known.ts";
import { readRecords } from "../models/records.ts";
import type { ReferenceFacts } from "../plan/references.ts";
import type { KnownModel, ModelFacts } from "../protocol/model.ts";

/** What language features may ask about the world around a run file. Never slow: what isn't known in time is not known. */
export interface LanguageFacts extends ReferenceFacts {
  knownModels(): Promise<readonly KnownModel[]>;
  /** What a model's file says of itself; null where there is none, or none that can be read. */
  modelFacts(reference: string): Promise<ModelFacts | null>;
}

export interface FactsOptions {
  /** What a question may take, milliseconds. */
  limit?: number;
  /** How long an answer is believed, milliseconds: files change without telling. */
  keep?: number;
  /** Who knows the answers; left out: the files of the folder. */
  source?: ReferenceFacts;
}

/** Facts about one folder, each asked once in a while and in limited time. `forget` when files are known to have changed. */
export function languageFacts(
  folder: string,
  { limit = 400, keep = 3000, source = referenceFacts(folder) }: FactsOptions = {},
): LanguageFacts & { forget(): void } {
  const answers = new Map<string, { at: number; answer: Promise<unknown> }>();

  function ask<T>(name: string, question: () => Promise<T>, unknown: T): Promise<T> {
    const known = answers.get(name);
    if (known && performance.now() - known.at < keep) return inTime(known.answer as Promise<T>, limit, unknown);
    // A question that fails is one whose answer is not known; whoever needs the reason asks the files themselves.
    const answer = question().catch(() => unknown);
    answers.set(name, { at: performance.now(), answer });
    return inTime(answer, limit, unknown);
  }

  return {
    exists: (file) => ask<boolean | null>(`exists ${file}`, () => source.exists(file), null),
    columns: (file) =>
      ask<Awaited<ReturnType<ReferenceFacts["columns"]>>>(`columns ${file}`, () => source.columns(file), null),
    files: (kind) => ask<readonly string[]>(`files ${kind}`, () => source.files(kind), []),
    models: () => ask<readonly string[] | null>("models", () => source.models(), null),
    knownModels: () => ask<readonly KnownModel[]>("known models", () => listModels(), []),
    modelFacts: (name) =>
      ask<ModelFacts | null>(`model facts ${name}`, async () => (await modelFile(name, folder)) ?? null, null),
    forget: () => answers.clear(),
  };
}

/** By id or path. Its bytes are not hashed, as finding a model for a plan would. */
async function modelFile(reference: string, folder: string): Promise<ModelFacts | null> {
  const entry = catalogue.find(({ id }) => id === reference);
  if (entry) return { ...entry.facts, path: reference };
  const record = (await readRecords(modelCache())).find(({ id }) => id === reference);
  if (record) return record.facts;
  const file = path.resolve(folder, reference);
  return /\.(gguf|safetensors)$/i.test(reference) ? readModelFacts(file) : null;
}

/** A slow answer is not waited for, but kept: the next question about the same thing will have it. */
async function inTime<T>(answer: Promise<T>, limit: number, unknown: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, limit, unknown);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
