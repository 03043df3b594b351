import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { parseItems, parseSlices, splitHash } from "../data/items.ts";
import { hashText, isMissing } from "../disk/files.ts";
import { differencesOf } from "../evaluation/differences.ts";
import { type JudgedCandidate, type JudgeInput, judge } from "../evaluation/judge.ts";
import { numerics } from "../plan/numerics.ts";
import { manifestSchema } from "../protocol/artifact.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import { type Verdict, verdictSchema } from "../protocol/comparison.ts";
import type { ScoreRow } from "../protocol/item.ts";
import { CodedError, type Problem, problem } from "../protocol/problem.ts";
import { type FoundArtifact, verifyArtifact } from "../runs/artifacts.ts";
import { resolveRun } from "../runs/history.ts";
import { artifactFile } from "../runs/jobs.ts";
import { readRun } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import { ruleSchema } from "../spec/schema-data.ts";
import { type EvaluateSpec, evaluateSchema } from "../spec/schema-evaluate.ts";
import { parseAgainst } from "./against.ts";
import { measured, readAnswers } from "./compare-stage.ts";
import { parseScores } from "./results.ts";

export interface Verification {
  run: string;
  /** The stored verdict and scores are what the stored answers and items give, and nothing was changed since. */
  verified: boolean;
  problems: Problem[];
}

/** What the comparison's key is the hash of. */
const recipeSchema = z.object({
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
});
type Recipe = z.output<typeof recipeSchema>;

/** The parts of a run's `plan.json` that its log does not have. */
const planSchema = z.object({
  stages: z.array(z.object({ id: z.string(), kind: z.string(), key: z.string(), work: z.unknown() })),
});
const workSchema = z.object({
  schema: z.string().nullable(),
  candidates: z.array(
    z.object({
      name: z.string(),
      model: z.object({ from: z.string(), stage: z.string().optional(), file: z.string().optional() }),
    }),
  ),
});

/**
 * Computes a run's scores and verdict again from the answers and items in the store, and says what differs from what is
 * stored. The chain begins with the comparison's key in the run's log: it is the hash of the recipe, which names items and
 * answers by their own hashes and keys. Changes nothing. Throws `run-not-found` and `run-without-verdict`.
 */
export async function verifyRun(workspace: Workspace, reference: string): Promise<Verification> {
  const state = await readRun(workspace, await resolveRun(workspace, reference));
  const stage = state.stages.find(({ kind }) => kind === "compare");
  const compared = stage ? await openArtifact(workspace, stage.key) : null;
  if (!compared) throw new CodedError("run-without-verdict", { run: state.run, state: state.state });
  const problems: Problem[] = await artifactProblems(compared);
  const say = (code: string, params: Record<string, string | number>, severity: "error" | "warning" = "error") =>
    void problems.push(problem(code, params, { severity }));
  const done = (): Verification => {
    return { run: state.run, verified: problems.every(({ severity }) => severity !== "error"), problems };
  };

  const recipe = recipeSchema.parse(compared.manifest.recipe);
  const stored = await storedVerdict(compared);
  const plan = await planOf(workspace, state.run, compared.manifest.key);
  const inputs = await inputsOf(workspace, recipe, plan?.schema ?? null, problems);
  if (!stored || !inputs) return done();
  if (recipe.numerics !== numerics.compare) {
    say("verify-other-numerics", { stored: recipe.numerics, computed: numerics.compare }, "warning");
  }
  const candidates = inputs.candidates.map((candidate): JudgedCandidate => {
    const { model_sha256 = null, size_bytes = null, quantization = null } = resultOf(stored, candidate.name) ?? {};
    return { ...candidate, facts: { ...candidate.facts, model_sha256, size_bytes, quantization } };
  });
  const { evaluate, rules, seed } = recipe;
  const computed = judge({
    items: inputs.items,
    candidates,
    schema: inputs.schema,
    rules: rules.map(({ when, ...rule }) => ({ ...rule, when })),
    evaluate: evaluate as EvaluateSpec,
    seed,
    ...inputs.tables,
  });

  for (const found of differencesOf(stored, asJson(computed.verdict))) say("verify-differs", { ...found });
  if (state.verdict) {
    for (const found of differencesOf(stored, asJson(state.verdict), 1)) say("verify-log-differs", { ...found });
  }
  for (const { name } of recipe.candidates) {
    const file = path.join(compared.folder, artifactFile.scores(name));
    const rows = await readFile(file, "utf8").then(parseScores, ignoreMissing);
    // A file that is missing was said by the artifact's own check.
    if (rows === null) continue;
    const wrong = computed.scores[name]!.filter((row, index) => differencesOf(rows[index], row, 1).length > 0);
    if (wrong.length > 0) say("verify-scores-differ", { candidate: name, count: wrong.length, id: wrong[0]!.id });
  }
  problems.push(...(await modelProblems(workspace, stored, plan?.models ?? [])));
  return done();
}

/** An artifact as it lies there. Unlike `findArtifact` it leaves what is damaged where it is: that is what is looked for. */
async function openArtifact(workspace: Workspace, key: string): Promise<FoundArtifact | null> {
  const folder = workspace.artifactFolder(key);
  const text = await readFile(path.join(folder, "manifest.json"), "utf8").catch(ignoreMissing);
  return text === null ? null : { manifest: manifestSchema.parse(JSON.parse(text)), folder };
}

async function artifactProblems(artifact: FoundArtifact): Promise<Problem[]> {
  const { key, stage, recipe } = artifact.manifest;
  const isOwn = path.basename(artifact.folder) === key && hashText(canonicalJson(recipe)) === key;
  const changed = await verifyArtifact(artifact);
  return [
    ...(isOwn ? [] : [problem("verify-key", { artifact: stage })]),
    ...changed.map((file) => problem("verify-file-changed", { file: `${stage}/${file}` })),
  ];
}

async function storedVerdict({ folder }: FoundArtifact): Promise<Verdict | null> {
  const text = await readFile(path.join(folder, artifactFile.verdict), "utf8").catch(ignoreMissing);
  return text === null ? null : verdictSchema.parse(JSON.parse(text));
}

/** Items, answers and schema by their hashes and keys. Null where something is gone or is not what it was; that is said. */
async function inputsOf(workspace: Workspace, recipe: Recipe, schema: string | null, problems: Problem[]) {
  const before = problems.length;
  const text = await readFile(workspace.dataFile(recipe.items), "utf8").catch(ignoreMissing);
  const dataName = `data/${recipe.items.slice(0, 12)}….jsonl`;
  if (text === null) problems.push(problem("verify-missing", { file: dataName }));
  else if (hashOfItems(text) !== recipe.items) problems.push(problem("verify-file-changed", { file: dataName }));
  if (recipe.schema !== null && (schema === null || hashText(schema) !== recipe.schema)) {
    problems.push(problem(schema === null ? "verify-missing" : "verify-file-changed", { file: "plan.json" }));
  }
  const candidates = [];
  for (const { name, role, answers: key } of recipe.candidates) {
    const artifact = await openArtifact(workspace, key);
    if (!artifact) {
      problems.push(problem("verify-missing", { file: `evaluate:${name}/${artifactFile.answers}` }));
      continue;
    }
    const found = await artifactProblems(artifact);
    problems.push(...found);
    if (found.length > 0) continue;
    const answers = await readAnswers(path.join(artifact.folder, artifactFile.answers));
    candidates.push({ name, role, answersKey: artifact.manifest.key, answers, facts: measured(artifact.manifest) });
  }
  const tables = await tablesOf(workspace, recipe, problems);
  if (problems.length > before || text === null) return null;
  const parsed: unknown = recipe.schema === null || schema === null ? null : JSON.parse(schema);
  return { items: parseItems(text), candidates, schema: parsed, tables };
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
async function readTable(workspace: Workspace, sha256: string, problems: Problem[]): Promise<string | null> {
  const text = await readFile(workspace.dataFile(sha256), "utf8").catch(ignoreMissing);
  const file = `data/${sha256.slice(0, 12)}….jsonl`;
  if (text === null) problems.push(problem("verify-missing", { file }));
  else if (hashText(text) !== sha256) problems.push(problem("verify-file-changed", { file }));
  else return text;
  return null;
}

/** What only the plan knows: the schema's text, which must have the recipe's hash, and which artifact each model is in. */
async function planOf(workspace: Workspace, run: string, key: string) {
  const text = await readFile(path.join(workspace.runFolder(run), "plan.json"), "utf8").catch(ignoreMissing);
  if (text === null) return null;
  const { stages } = planSchema.parse(JSON.parse(text));
  const own = stages.find((stage) => stage.kind === "compare" && stage.key === key);
  if (!own) return null;
  const { schema, candidates } = workSchema.parse(own.work);
  const models = candidates.flatMap(({ name, model }) => {
    const made = stages.find(({ id }) => id === model.stage);
    return made && model.file !== undefined ? [{ candidate: name, key: made.key, file: model.file }] : [];
  });
  return { schema, models };
}

/** Sizes and hashes of models against their manifests; a model whose artifact was removed since is taken at its word. */
async function modelProblems(
  workspace: Workspace,
  verdict: Verdict,
  models: readonly { candidate: string; key: string; file: string }[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { candidate, key, file } of models) {
    const artifact = await openArtifact(workspace, key);
    const entry = artifact?.manifest.files.find((one) => one.path === file);
    const result = resultOf(verdict, candidate);
    if (!entry || !result) continue;
    const pairs = [
      ["size_bytes", result.size_bytes, entry.bytes],
      ["model_sha256", result.model_sha256, entry.sha256],
    ] as const;
    for (const [field, stored, computed] of pairs) {
      if (stored === computed) continue;
      problems.push(problem("verify-model-differs", { candidate, field, stored: String(stored), computed }));
    }
  }
  return problems;
}

function resultOf(verdict: Verdict, name: string) {
  return verdict.candidates.find((candidate) => candidate.name === name);
}

/** As it is after being written and read: without what JSON leaves out. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function ignoreMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
