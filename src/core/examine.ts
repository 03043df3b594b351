import { detectableDifference } from "../evaluation/detectable.ts";
import { senseProblems } from "../plan/sense.ts";
import type { ModelFacts } from "../protocol/model.ts";
import type { Problem } from "../protocol/problem.ts";
import type { Severities } from "../spec/ignore.ts";
import { wantedProblems } from "../spec/ignore.ts";
import type { RunSpec } from "../spec/schema.ts";
import { anchorOf } from "./anchor.ts";
import { type KnownLengths, lengthProblems } from "./lengths.ts";
import type { LoadedRunFile } from "./load.ts";
import { type Gathered, type Prepared, prepareLoaded } from "./prepare.ts";
import { ruleFieldProblems } from "./rule-fields.ts";

export interface ExamineOptions {
  /** Root of the workspace; left out: found upward from the file. */
  workspace?: string;
  signal?: AbortSignal;
  severities?: Severities;
  /** False: rows are not counted in tokens, which takes a process and, for many rows, minutes. */
  tokens?: boolean;
  /** Remembers lengths between calls. */
  lengths?: KnownLengths;
  /** Stands in for reading the data, where somebody remembers what was read. */
  gather?: (loaded: LoadedRunFile, spec: RunSpec) => Promise<Gathered>;
  /** All problems but those of token lengths, as soon as they are known. */
  onFirst?(problems: Problem[], prepared: Prepared): void;
  /** Rows counted so far. */
  onProgress?(done: number, total: number): void;
}

export interface Examination {
  problems: Problem[];
  prepared: Prepared;
  lengths: KnownLengths;
}

/**
 * Everything that is wrong with a run file, what it refers to and its data, nothing being run: what `check` prints and
 * what an editor underlines. Which engine a stage would need is the plan's to say: a file for another machine is not a
 * wrong file. Throws only where the program itself fails, or `cancelled`.
 */
export async function examine(loaded: LoadedRunFile, options: ExamineOptions = {}): Promise<Examination> {
  const { workspace, signal, gather, severities = {}, lengths = new Map() } = options;
  const prepared = await prepareLoaded(loaded, {
    ...(workspace === undefined ? {} : { workspace }),
    ...(signal ? { signal } : {}),
    ...(gather ? { gather } : {}),
  });
  const ofPlan = new Set(prepared.plan?.problems.map(({ code }) => code));
  ofPlan.add("engine-missing").delete("memory-too-small");
  const first = [
    ...prepared.problems.filter(({ code }) => !ofPlan.has(code)).map((found) => atModel(found, loaded)),
    ...ruleFieldProblems(loaded, schemaOf(prepared)),
    ...sense(prepared).map((found) => ({ file: loaded.file, ...found })),
  ];
  const wanted = (problems: Problem[], complete: boolean) =>
    wantedProblems(problems, loaded.document, {
      severities,
      complete,
      placeOf: (found) => anchorOf(found, loaded),
    }).map((found) => ({ file: loaded.file, ...found }));
  options.onFirst?.(wanted(first, false), prepared);
  const counting = {
    known: lengths,
    ...(signal ? { signal } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  };
  const counted = options.tokens === false ? [] : await lengthProblems(prepared, counting);
  // Errors keep later checks from running: what they would have found is not known to be absent.
  const complete = prepared.plan !== null && options.tokens !== false;
  return { problems: wanted([...first, ...counted], complete), prepared, lengths };
}

function schemaOf({ loaded, facts, plan }: Prepared): string | null {
  return loaded.value && facts && plan ? facts.dataOf(loaded.value.data).schema : null;
}

function sense(prepared: Prepared): Problem[] {
  const { loaded, plan, facts, data, detectable } = prepared;
  const spec = loaded.value;
  if (!spec || !plan || !facts) return [];
  const rivals = new Map<string, ModelFacts>();
  for (const { model } of spec.evaluate?.rivals ?? []) {
    const found = model === undefined ? null : facts.modelOf(model).facts;
    if (model !== undefined && found) rivals.set(model, found);
  }
  return senseProblems({
    spec,
    document: loaded.document,
    plan,
    items: { train: data.train?.items ?? 0, test: data.test?.items ?? 0 },
    base: facts.modelOf(spec.model).facts,
    rivals,
    detectable,
    itemsNeeded: (difference) => itemsFor(difference, spec),
  });
}

/** The difference that n rows show falls with √n. */
function itemsFor(difference: number, { evaluate }: RunSpec): number {
  const one = evaluate ? detectableDifference(10_000, evaluate) * 100 : 0;
  return Math.ceil((one / difference) ** 2);
}

function atModel(found: Problem, { document, file }: LoadedRunFile): Problem {
  if (found.code !== "memory-too-small" || found.range) return found;
  const range = document.rangeOf(["model"], "value");
  return { ...found, file, ...(range ? { range } : {}) };
}
