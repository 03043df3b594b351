import path from "node:path";
import { z } from "zod";
import { readTextIfThere } from "../disk/files.ts";
import { differencesOf } from "../evaluation/differences.ts";
import { type JudgedCandidate, judge } from "../evaluation/judge.ts";
import { numerics } from "../plan/numerics.ts";
import { type Verdict, verdictSchema } from "../protocol/comparison.ts";
import { CodedError, type Problem, problem } from "../protocol/problem.ts";
import type { FoundArtifact } from "../runs/artifacts.ts";
import { resolveRun } from "../runs/history.ts";
import { artifactFile } from "../runs/jobs.ts";
import { readRun } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import type { EvaluateSpec } from "../spec/schema-evaluate.ts";
import { parseScores } from "./results.ts";
import { artifactProblems, inputsOf, openArtifact, recipeSchema } from "./verify-inputs.ts";

export interface Verification {
  run: string;
  /** The stored verdict and scores are what the stored answers and items give, and nothing was changed since. */
  verified: boolean;
  problems: Problem[];
}

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
    const result = resultOf(stored, candidate.name);
    const { model_sha256 = null, size_bytes = null, quantization = null } = result ?? {};
    // Measured by an earlier stage, not computed from answers: taken over as it is.
    const divergence = result?.divergence === undefined ? {} : { divergence: result.divergence };
    return { ...candidate, facts: { ...candidate.facts, model_sha256, size_bytes, quantization, ...divergence } };
  });
  const { evaluate, rules, seed } = recipe;
  const computed = judge({
    items: inputs.items,
    candidates,
    schema: inputs.schema,
    rules: rules.map(({ when, ...rule }) => ({ ...rule, when })),
    evaluate: evaluate as EvaluateSpec,
    seed,
    ...inputs.more,
  });

  for (const found of differencesOf(stored, asJson(computed.verdict))) say("verify-differs", { ...found });
  if (state.verdict) {
    for (const found of differencesOf(stored, asJson(state.verdict), 1)) say("verify-log-differs", { ...found });
  }
  for (const { name } of recipe.candidates) {
    const file = path.join(compared.folder, artifactFile.scores(name));
    const text = await readTextIfThere(file);
    const rows = text === null ? null : parseScores(text);
    // A file that is missing was said by the artifact's own check.
    if (rows === null) continue;
    const wrong = computed.scores[name]!.filter((row, index) => differencesOf(rows[index], row, 1).length > 0);
    if (wrong.length > 0) say("verify-scores-differ", { candidate: name, count: wrong.length, id: wrong[0]!.id });
  }
  problems.push(...(await modelProblems(workspace, stored, plan?.models ?? [])));
  return done();
}

async function storedVerdict({ folder }: FoundArtifact): Promise<Verdict | null> {
  const text = await readTextIfThere(path.join(folder, artifactFile.verdict));
  return text === null ? null : verdictSchema.parse(JSON.parse(text));
}

/** What only the plan knows: the schema's text, which must have the recipe's hash, and which artifact each model is in. */
async function planOf(workspace: Workspace, run: string, key: string) {
  const text = await readTextIfThere(path.join(workspace.runFolder(run), "plan.json"));
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
