import path from "node:path";
import { z } from "zod";
import { parseItems, parseSlices, splitHash } from "../data/items.ts";
import { hashText, readTextIfThere } from "../disk/files.ts";
import type { JudgeInput } from "../evaluation/judge.ts";
import { manifestSchema } from "../protocol/artifact.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import type { ScoreRow } from "../protocol/item.ts";
import { CodedError, type Problem, problem } from "../protocol/problem.ts";
import { type FoundArtifact, verifyArtifact } from "../runs/artifacts.ts";
import { artifactFile } from "../runs/jobs.ts";
import type { Workspace } from "../runs/workspace.ts";
import { ruleSchema } from "../spec/schema-data.ts";
import { evaluateSchema } from "../spec/schema-evaluate.ts";
import { parseAgainst } from "./against.ts";
import { type AnswersOf, furtherAnswers, measured, readAnswers } from "./compare-stage.ts";
import { readGiven, readRatingTables } from "./given-scores.ts";

/** What the comparison's key is the hash of. */
export const recipeSchema = z.object({
  numerics: z.int(),
  candidates: z.array(
    z.object({ name: z.string(), role: z.enum(["rival", "reference", "quantized"]), answers: z.string() }),
  ),
  items: z.string(),
  schema: z.string().nullable(),
  rules: z.array(ruleSchema),
  evaluate: evaluateSchema.required({ primary: true }),
  seed: z.number(),
  slices: z.string().optional(),
  against: z.record(z.string(), z.string()).optional(),
  forgetting: z
    .object({
      items: z.string(),
      version: z.int(),
      cells: z.array(z.object({ variant: z.string(), base: z.string(), tuned: z.string() })),
    })
    .optional(),
  selection: z
    .object({ items: z.string(), references: z.array(z.object({ name: z.string(), answers: z.string() })) })
    .optional(),
  scored: z.array(z.object({ metric: z.string(), candidate: z.string(), scores: z.string().nullable() })).optional(),
  ratings: z.record(z.string(), z.string()).optional(),
});
export type Recipe = z.output<typeof recipeSchema>;

/** An artifact as it lies there. Unlike `findArtifact` it leaves what is damaged where it is: that is what is looked for. */
export async function openArtifact(workspace: Workspace, key: string): Promise<FoundArtifact | null> {
  const folder = workspace.artifactFolder(key);
  const text = await readTextIfThere(path.join(folder, "manifest.json"));
  return text === null ? null : { manifest: manifestSchema.parse(JSON.parse(text)), folder };
}

export async function artifactProblems(artifact: FoundArtifact): Promise<Problem[]> {
  const { key, stage, recipe } = artifact.manifest;
  const isOwn = path.basename(artifact.folder) === key && hashText(canonicalJson(recipe)) === key;
  const changed = await verifyArtifact(artifact);
  return [
    ...(isOwn ? [] : [problem("verify-key", { artifact: stage })]),
    ...changed.map((file) => problem("verify-file-changed", { file: `${stage}/${file}` })),
  ];
}

/** Items, answers and schema by their hashes and keys. Null where something is gone or is not what it was; that is said. */
export async function inputsOf(workspace: Workspace, recipe: Recipe, schema: string | null, problems: Problem[]) {
  const before = problems.length;
  const text = await readTable(workspace, recipe.items, problems, hashOfItems);
  if (recipe.schema !== null && (schema === null || hashText(schema) !== recipe.schema)) {
    problems.push(problem(schema === null ? "verify-missing" : "verify-file-changed", { file: "plan.json" }));
  }
  const given = await openGiven(workspace, recipe, problems);
  const candidates = [];
  for (const { name, role, answers: key } of recipe.candidates) {
    const found = await openAnswers(workspace, { key, name }, problems);
    const scores = given.get(name);
    if (found) candidates.push({ name, role, ...found, ...(scores ? { given: scores } : {}) });
  }
  const ratings = await readRatingTables(recipe.ratings ?? {}, (sha256) => readTable(workspace, sha256, problems));
  const tables = await tablesOf(workspace, recipe, problems);
  const further = await furtherOf(workspace, recipe, problems);
  if (problems.length > before || text === null) return null;
  const parsed: unknown = recipe.schema === null || schema === null ? null : JSON.parse(schema);
  return { items: parseItems(text), candidates, schema: parsed, more: { ...tables, ...further, ratings } };
}

/** What judges and programs said, as it is in the store: nobody is asked again, and no program is executed. */
async function openGiven(workspace: Workspace, { scored = [] }: Recipe, problems: Problem[]) {
  const stages = scored.map(({ scores, ...rest }) => ({ ...rest, stage: scores }));
  return readGiven(stages, async (key) => {
    const artifact = await openArtifact(workspace, key);
    if (!artifact)
      problems.push(problem("verify-missing", { file: `score:${key.slice(0, 12)}/${artifactFile.judgements}` }));
    const found = artifact ? await artifactProblems(artifact) : [];
    problems.push(...found);
    return found.length > 0 ? null : artifact;
  });
}

/** An evaluation's answers. Null where they are gone or were changed; that is said. */
async function openAnswers(workspace: Workspace, { key, name }: { key: string; name: string }, problems: Problem[]) {
  const artifact = await openArtifact(workspace, key);
  if (!artifact) {
    problems.push(problem("verify-missing", { file: `evaluate:${name}/${artifactFile.answers}` }));
    return null;
  }
  const found = await artifactProblems(artifact);
  problems.push(...found);
  if (found.length > 0) return null;
  const answers = await readAnswers(path.join(artifact.folder, artifactFile.answers));
  return { answersKey: artifact.manifest.key, answers, facts: measured(artifact.manifest) };
}

/** Answers to the general set and the validation rows. What is wrong with one of them ends the verification as well. */
async function furtherOf(workspace: Workspace, { forgetting, selection }: Recipe, problems: Problem[]) {
  for (const { items } of [forgetting, selection].filter((part) => part !== undefined)) {
    await readTable(workspace, items, problems, hashOfItems);
  }
  const keys = [
    ...(forgetting?.cells.flatMap(({ base, tuned }) => [base, tuned]) ?? []),
    ...(selection?.references.map(({ answers }) => answers) ?? []),
  ];
  const opened = new Map<string, AnswersOf>();
  for (const key of new Set(keys)) {
    const found = await openAnswers(workspace, { key, name: key.slice(0, 12) }, problems);
    if (found) opened.set(key, found);
  }
  if (problems.some(({ severity }) => severity === "error")) return {};
  const references = selection?.references.map(({ name, answers }) => ({ name, stage: answers }));
  return furtherAnswers(
    {
      ...(forgetting ? { forgetting } : {}),
      ...(selection && references ? { selection: { ...selection, references } } : {}),
    },
    workspace,
    async (key) => opened.get(key)!,
  );
}

/** Items are named by what a model sees of them; where they came from may differ between runs of the same data. */
function hashOfItems(text: string): string | null {
  try {
    return splitHash(parseItems(text));
  } catch (error) {
    if (error instanceof CodedError) return null; // a line that is no item is a change like any other
    throw error;
  }
}

async function tablesOf(
  workspace: Workspace,
  { slices, against = {} }: Recipe,
  problems: Problem[],
): Promise<Pick<JudgeInput, "slices" | "against">> {
  const sliced = slices === undefined ? null : await readTable(workspace, slices, problems);
  const files = new Map<string, ScoreRow[]>();
  for (const [file, sha256] of Object.entries(against)) {
    const text = await readTable(workspace, sha256, problems);
    if (text !== null) files.set(file, parseAgainst(text));
  }
  return {
    ...(sliced === null ? {} : { slices: parseSlices(sliced) }),
    ...(files.size === 0 ? {} : { against: files }),
  };
}

/** A text of the store by its hash. Null where it is gone or was changed; that is said. */
async function readTable(
  workspace: Workspace,
  sha256: string,
  problems: Problem[],
  hashOf: (text: string) => string | null = hashText,
): Promise<string | null> {
  const text = await readTextIfThere(workspace.dataFile(sha256));
  const file = `data/${sha256.slice(0, 12)}….jsonl`;
  if (text === null) problems.push(problem("verify-missing", { file }));
  else if (hashOf(text) !== sha256) problems.push(problem("verify-file-changed", { file }));
  else return text;
  return null;
}
