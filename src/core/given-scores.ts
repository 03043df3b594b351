import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { GivenScores } from "../evaluation/judging/given.ts";
import { judgementSchema } from "../evaluation/judging/judgement.ts";
import { type Rating, readRatings } from "../evaluation/judging/ratings.ts";
import type { ScoredCandidate } from "../plan/stage.ts";
import { moneySchema } from "../protocol/endpoint.ts";
import type { FoundArtifact } from "../runs/artifacts.ts";
import { artifactFile } from "../runs/jobs.ts";

const resultSchema = z.object({
  id: z.string(),
  repeat: z.int().nonnegative(),
  score: z.number().nullable(),
  failure: z.string().nullable(),
});

/** The parts of a score stage's recipe and facts that a verdict needs. */
const recipeSchema = z.object({
  maker: z.discriminatedUnion("by", [
    z.object({ by: z.literal("judge"), scale: z.array(z.number()) }),
    z.object({ by: z.literal("custom") }),
  ]),
});
const factsSchema = z.object({
  judge: z.string().optional(),
  cost: moneySchema.nullable().optional(),
  seconds: z.number().optional(),
});

/**
 * Scores that earlier stages have made of each candidate, read from their artifacts. `open` finds the artifact of a stage
 * (or of a key); null where it is gone, which the caller has said.
 */
export async function readGiven(
  scored: readonly ScoredCandidate[],
  open: (stage: string) => Promise<FoundArtifact | null>,
): Promise<Map<string, GivenScores>> {
  const opponents = new Map(
    scored.flatMap(({ metric, candidate, stage }) => (stage === null ? [[metric, candidate]] : [])),
  );
  const found = new Map<string, { [K in keyof GivenScores]: GivenScores[K][number][] }>();
  for (const { metric, candidate, stage } of scored) {
    const given = found.get(candidate) ?? { judged: [], programmed: [], opponentIn: [] };
    found.set(candidate, given);
    if (stage === null) {
      given.opponentIn.push(metric);
      continue;
    }
    const artifact = await open(stage);
    if (!artifact) continue;
    const text = await readFile(path.join(artifact.folder, artifactFile.judgements), "utf8");
    const rows = text.split("\n").filter((line) => line !== "");
    const { maker } = recipeSchema.parse(artifact.manifest.recipe);
    const { judge = "", cost = null, seconds = null } = factsSchema.parse(artifact.manifest.facts);
    if (maker.by === "custom") {
      given.programmed.push({ metric, results: rows.map((row) => resultSchema.parse(JSON.parse(row))) });
    } else {
      given.judged.push({
        ...{ metric, judge, cost, seconds, scale: maker.scale },
        against: opponents.get(metric) ?? null,
        judgements: rows.map((row) => judgementSchema.parse(JSON.parse(row))),
      });
    }
  }
  return found;
}

/** Human ratings by metric; `read` gives the text of the store by its hash. */
export async function readRatingTables(
  ratings: Readonly<Record<string, string>>,
  read: (sha256: string) => Promise<string | null>,
): Promise<Map<string, Rating[]>> {
  const tables = new Map<string, Rating[]>();
  for (const [metric, sha256] of Object.entries(ratings)) {
    const text = await read(sha256);
    if (text !== null) tables.set(metric, readRatings(text, metric).ratings);
  }
  return tables;
}
