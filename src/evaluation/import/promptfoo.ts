import { createHash } from "node:crypto";
import { canonicalJson } from "../../protocol/canonical.ts";
import type { ScoreRow } from "../../protocol/item.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { isRecord } from "../same-json.ts";
import { type Import, numberRepeats, refused, scoreOf } from "./imported.ts";

type Results = { results: Record<string, unknown> & { results: unknown[] } };

/** A results file of promptfoo (`promptfoo eval --output results.json`), of format 3 or 2. */
export function isPromptfoo(value: unknown): value is Results {
  return isRecord(value) && isRecord(value.results) && Array.isArray(value.results.results);
}

/**
 * Each provider is a candidate, and each of several prompts of it. Scores: `score`, `pass` (1 or 0) and the named ones.
 * A test is known by `metadata.id` where it has one, else by its variables and assertions: promptfoo's own numbers count a
 * repeated test anew, and repeats are no new items.
 */
export function promptfooScores({ results }: Results, file: string): Import {
  const problems: Problem[] = [];
  const found: { provider: string; prompt: string; row: ScoreRow }[] = [];
  for (const [index, result] of results.results.entries()) {
    const read = isRecord(result) ? readResult(result) : null;
    if (read) found.push(read);
    else problems.push(problem("import-result-broken", { file, row: index + 1 }, { file }));
  }
  if (found.length === 0 && problems.length === 0) return refused("scores-empty", { file });
  // Its index counts pairs of prompt and provider, so that only a provider with several of them was asked several prompts.
  const prompts = new Map<string, string[]>();
  for (const { provider, prompt } of found) {
    const own = prompts.get(provider) ?? [];
    prompts.set(provider, own.includes(prompt) ? own : [...own, prompt]);
  }
  const byName = Map.groupBy(found, ({ provider, prompt }) => {
    const own = prompts.get(provider) ?? [];
    return own.length > 1 ? `${provider} #${own.indexOf(prompt) + 1}` : provider;
  });
  const sources = [...byName].map(([name, own]) => ({
    name: byName.size > 1 ? name : null,
    rows: numberRepeats(own.map(({ row }) => row)),
  }));
  return { sources, problems };
}

function readResult(result: Record<string, unknown>) {
  const score = scoreOf(result.score);
  if (score === null) return null;
  const { provider, testCase, namedScores, success } = result;
  const test = isRecord(testCase) ? testCase : {};
  const scores = new Map([["score", score]]);
  if (typeof success === "boolean") scores.set("pass", success ? 1 : 0);
  for (const [name, value] of Object.entries(isRecord(namedScores) ? namedScores : {})) {
    const named = scoreOf(value);
    // A named score must not take the place of the test's own.
    if (named !== null && !scores.has(name)) scores.set(name, named);
  }
  return {
    provider: providerOf(provider),
    prompt: promptOf(result),
    row: { id: idOf(test, result), scores: Object.fromEntries(scores) },
  };
}

function idOf(test: Record<string, unknown>, result: Record<string, unknown>): string {
  const own = isRecord(test.metadata) ? test.metadata.id : undefined;
  if ((typeof own === "string" && own !== "") || typeof own === "number") return String(own);
  const told = { vars: test.vars ?? result.vars ?? null, assert: test.assert ?? null };
  return createHash("sha256").update(canonicalJson(told)).digest("hex").slice(0, 16);
}

function providerOf(provider: unknown): string {
  if (typeof provider === "string") return provider;
  if (!isRecord(provider)) return "?";
  return String(provider.label || provider.id || "?");
}

function promptOf({ prompt, promptIdx }: Record<string, unknown>): string {
  if (typeof promptIdx === "number") return String(promptIdx);
  return isRecord(prompt) ? String(prompt.label ?? prompt.raw ?? "") : "";
}
