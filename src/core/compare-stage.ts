import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseItems, parseSlices } from "../data/items.ts";
import { hashFile, sizeOf } from "../disk/files.ts";
import { type JudgeInput, judge } from "../evaluation/judge.ts";
import type { ModelSource, Stage, StageWork } from "../plan/stage.ts";
import type { Manifest } from "../protocol/artifact.ts";
import type { CandidateResult, Verdict } from "../protocol/comparison.ts";
import { divergenceSchema } from "../protocol/divergence.ts";
import { moneySchema } from "../protocol/endpoint.ts";
import { type Answer, answerSchema, type Item, type ScoreRow } from "../protocol/item.ts";
import type { FoundArtifact } from "../runs/artifacts.ts";
import { artifactFile, type Places, pathOf } from "../runs/jobs.ts";
import type { Workspace } from "../runs/workspace.ts";
import { parseAgainst } from "./against.ts";
import { readGiven, readRatingTables } from "./given-scores.ts";

/** Items shown in reports where candidates differ: enough to see what goes wrong, few enough to read. */
const MOST_EXAMPLES = 60;

/** A sample of what the candidates answered where they differ, kept beside the verdict for reports. */
export interface Example {
  id: string;
  prompt: string;
  expected: string;
  answers: { candidate: string; answer: string; score: number | null; failed_layer: string | null }[];
}

/** Scores the answers, compares the candidates and writes what reports are made of into `out`. */
export async function executeCompare(
  stage: Stage,
  out: string,
  found: (stage: string) => Promise<FoundArtifact>,
  places: Places,
): Promise<Verdict> {
  const { work } = stage;
  if (work.kind !== "compare") throw new Error(`${stage.id} is not a comparison`);
  const items = parseItems(await readFile(places.workspace.dataFile(work.items), "utf8"));
  const given = await readGiven(work.scored ?? [], found);
  const candidates = [];
  for (const { name, role, stage: evaluated, model, quantization, divergence } of work.candidates) {
    const artifact = await found(evaluated);
    const facts = {
      ...{ ...measured(artifact.manifest), quantization },
      ...(await fileFacts(model, found, places)),
      ...(divergence === undefined ? {} : divergenceIn((await found(divergence)).manifest)),
    };
    const answers = await readAnswers(path.join(artifact.folder, artifactFile.answers));
    const scores = given.get(name);
    candidates.push({
      ...{ name, role, answersKey: artifact.manifest.key, answers, facts },
      ...(scores ? { given: scores } : {}),
    });
  }
  const { evaluate, rules, seed } = work;
  const schema: unknown = work.schema === null ? null : JSON.parse(work.schema);
  const tables = await readTables(work, places.workspace);
  const further = await furtherAnswers(work, places.workspace, async (id) => {
    const { manifest, folder } = await found(id);
    return { answersKey: manifest.key, answers: await readAnswers(path.join(folder, artifactFile.answers)) };
  });
  const { verdict, scores, failedLayers } = judge({
    items,
    candidates,
    schema,
    rules,
    evaluate,
    seed,
    ...tables,
    ...further,
    ratings: await readRatingTables(work.ratings ?? {}, (sha256) =>
      readFile(places.workspace.dataFile(sha256), "utf8"),
    ),
  });

  await mkdir(path.join(out, "scores"), { recursive: true });
  for (const [name, rows] of Object.entries(scores)) {
    await writeFile(path.join(out, artifactFile.scores(name)), lines(rows));
  }
  const examples = examplesOf({ items, candidates, scores, failedLayers, metric: verdict.primary });
  await writeFile(path.join(out, artifactFile.examples), `${JSON.stringify(examples, null, 2)}\n`);
  await writeFile(path.join(out, artifactFile.verdict), `${JSON.stringify(verdict, null, 2)}\n`);
  return verdict;
}

export interface AnswersOf {
  answersKey: string;
  answers: Answer[];
}

/** Answers to other items than the test rows: to the general set, and to the validation rows. `of` reads a stage's. */
export async function furtherAnswers(
  { forgetting, selection }: Pick<CompareWork, "forgetting" | "selection">,
  workspace: Workspace,
  of: (stage: string) => Promise<AnswersOf>,
): Promise<Pick<JudgeInput, "forgetting" | "selection">> {
  const itemsOf = async (sha256: string) => parseItems(await readFile(workspace.dataFile(sha256), "utf8"));
  const further: Pick<JudgeInput, "forgetting" | "selection"> = {};
  if (forgetting) {
    const { items, version, cells } = forgetting;
    const asked = cells.map(async ({ variant, base, tuned }) => ({
      variant,
      base: { name: "base", ...(await of(base)) },
      tuned: { name: variant === "" ? "reference" : `${variant}/reference`, ...(await of(tuned)) },
    }));
    further.forgetting = {
      items: await itemsOf(items),
      set: { version, sha256: items },
      cells: await Promise.all(asked),
    };
  }
  if (selection) {
    const references = selection.references.map(async ({ name, stage }) => ({ name, ...(await of(stage)) }));
    further.selection = { items: await itemsOf(selection.items), references: await Promise.all(references) };
  }
  return further;
}

type CompareWork = Extract<StageWork, { kind: "compare" }>;

/** What stands in the store beside the items, by hash: values of slices, scores of today's process. */
async function readTables(
  { slices, against = {} }: Pick<CompareWork, "slices" | "against">,
  workspace: Workspace,
): Promise<Pick<JudgeInput, "slices" | "against">> {
  const read = (sha256: string) => readFile(workspace.dataFile(sha256), "utf8");
  const files = await Promise.all(
    Object.entries(against).map(async ([file, sha256]) => [file, parseAgainst(await read(sha256))] as const),
  );
  return {
    ...(slices === undefined ? {} : { slices: parseSlices(await read(slices)) }),
    ...(files.length === 0 ? {} : { against: new Map(files) }),
  };
}

export async function readAnswers(file: string): Promise<Answer[]> {
  const text = await readFile(file, "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => answerSchema.parse(JSON.parse(line)));
}

function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** A model behind an address has no file that could be measured. */
async function fileFacts(model: ModelSource, found: (stage: string) => Promise<FoundArtifact>, places: Places) {
  if (model.from === "endpoint") return { size_bytes: null, model_sha256: null };
  const size_bytes = await sizeOf(pathOf(model, places));
  const model_sha256 = model.from === "model" ? model.sha256 : await hashOf(await found(model.stage), model.file);
  return { size_bytes, model_sha256 };
}

/** The manifest knows the hash of what a stage made; a file that is not in it is hashed. */
async function hashOf({ manifest, folder }: FoundArtifact, file: string): Promise<string> {
  return manifest.files.find((entry) => entry.path === file)?.sha256 ?? hashFile(path.join(folder, file));
}

export function measured({ facts }: Manifest) {
  const number = (name: string) => (typeof facts[name] === "number" ? facts[name] : null);
  const perSecond = number("items_per_second");
  return {
    peak_memory_bytes: number("peak_memory_bytes"),
    tokens_per_second: number("tokens_per_second"),
    seconds_per_item: perSecond ? 1 / perSecond : null,
    ...endpointOf(facts),
  };
}

/** What a divergence stage has measured. */
export function divergenceIn({ facts }: Manifest): Pick<CandidateResult, "divergence"> {
  return { divergence: divergenceSchema.parse(facts.divergence) };
}

/** Where an endpoint's answers came from and what they cost; nothing for a model of this machine. */
function endpointOf({ host, model, cost }: Manifest["facts"]): Pick<CandidateResult, "endpoint"> {
  if (typeof host !== "string" || typeof model !== "string") return {};
  return { endpoint: { host, model, cost: moneySchema.nullable().catch(null).parse(cost) } };
}

interface Judged {
  items: readonly Item[];
  candidates: readonly { name: string; answers: readonly Answer[] }[];
  scores: Readonly<Record<string, readonly ScoreRow[]>>;
  /** By candidate, in the items' order. */
  failedLayers: Readonly<Record<string, readonly (string | null)[]>>;
  metric: string;
}

/** Items on which candidates' primary scores differ most, in the items' own order. */
function examplesOf({ items, candidates, scores, failedLayers, metric }: Judged): Example[] {
  const scoreOf = new Map(
    Object.entries(scores).map(([name, rows]) => [
      name,
      new Map(rows.map((row) => [row.id, row.scores[metric] ?? null])),
    ]),
  );
  const answerOf = new Map(
    candidates.map(({ name, answers }) => [name, new Map(answers.map((a) => [a.id, a.answer]))]),
  );
  const place = new Map(items.map(({ id }, index) => [id, index]));
  const spread = items.map((item) => {
    const values = candidates.map(({ name }) => scoreOf.get(name)?.get(item.id) ?? 0);
    return { item, spread: Math.max(...values) - Math.min(...values) };
  });
  const chosen = spread
    .filter((entry) => entry.spread > 0)
    .sort((a, b) => b.spread - a.spread)
    .slice(0, MOST_EXAMPLES);
  const kept = new Set(chosen.map(({ item }) => item.id));
  return items
    .filter(({ id }) => kept.has(id))
    .map((item) => ({
      id: item.id,
      prompt: item.messages.at(-1)?.content ?? "",
      expected: item.answer,
      answers: candidates.map(({ name }) => ({
        candidate: name,
        answer: answerOf.get(name)?.get(item.id) ?? "",
        score: scoreOf.get(name)?.get(item.id) ?? null,
        failed_layer: failedLayers[name]?.[place.get(item.id) ?? -1] ?? null,
      })),
    }));
}
