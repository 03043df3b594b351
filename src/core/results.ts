import { readFile } from "node:fs/promises";
import path from "node:path";
import { readTextIfThere } from "../disk/files.ts";
import { type Verdict, verdictSchema } from "../protocol/comparison.ts";
import { type ScoreRow, scoreRowSchema } from "../protocol/item.ts";
import { CodedError } from "../protocol/problem.ts";
import type { RunState } from "../protocol/run-state.ts";
import { findArtifact } from "../runs/artifacts.ts";
import { artifactFile } from "../runs/jobs.ts";
import type { Workspace } from "../runs/workspace.ts";
import type { Example } from "./compare-stage.ts";

/** What a finished comparison left: the verdict, the scores it was made of, and where candidates differ. */
export interface Results {
  verdict: Verdict;
  scores: Record<string, ScoreRow[]>;
  examples: Example[];
}

/** A run's results from its compare artifact. Throws `run-without-verdict` where there is none. */
export async function readResults(workspace: Workspace, state: RunState): Promise<Results> {
  const stage = state.stages.find(({ kind }) => kind === "compare");
  const artifact = stage ? await findArtifact(workspace, stage.key) : null;
  if (!artifact) throw new CodedError("run-without-verdict", { run: state.run, state: state.state });
  const read = async (file: string) => readFile(path.join(artifact.folder, file), "utf8");
  const verdict = verdictSchema.parse(JSON.parse(await read(artifactFile.verdict)));
  const scores: Record<string, ScoreRow[]> = {};
  for (const { name } of verdict.candidates) scores[name] = parseScores(await read(artifactFile.scores(name)));
  const examples: Example[] = JSON.parse(await read(artifactFile.examples)); // ours, hashed in the manifest
  return { verdict, scores, examples };
}

export function parseScores(text: string): ScoreRow[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => scoreRowSchema.parse(JSON.parse(line)));
}

/** The run file as it ran; empty where the copy is gone. */
export async function readRunFile(workspace: Workspace, run: string): Promise<string> {
  return (await readTextIfThere(path.join(workspace.runFolder(run), "run.yaml"))) ?? "";
}
