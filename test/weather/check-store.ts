import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findArtifact, verifyArtifact } from "../../src/runs/artifacts.ts";
import { readEvents } from "../../src/runs/event-log.ts";
import { workspaceAt } from "../../src/runs/workspace.ts";
import type { Experiment } from "./experiment.ts";

/** sha256 of what each stage made, by its key and the file's name. */
export type Fingerprints = ReadonlyMap<string, string>;

/** Numbers that say how long something took: they differ between two runs that do the same. */
const TIMED = new Set(["verdict.json"]);

export async function fingerprints(root: string): Promise<Fingerprints> {
  const workspace = workspaceAt(root);
  const found = new Map<string, string>();
  for (const key of namesIn(path.join(workspace.store, "artifacts"))) {
    if (!/^[0-9a-f]{64}$/.test(key)) continue;
    const artifact = await findArtifact(workspace, key);
    for (const file of artifact?.manifest.files ?? []) {
      if (!TIMED.has(file.path)) found.set(`${key.slice(0, 12)} ${artifact?.manifest.stage} ${file.path}`, file.sha256);
    }
  }
  return found;
}

export interface Damage {
  corrupt: string[];
  lost: string[];
  duplicates: string[];
}

/**
 * Holds a workspace whose run came to its end, after whatever happened to it, against one that was left alone.
 * `kills`: each may have torn one line of a log.
 */
export async function damageOf(
  { root, env }: Pick<Experiment, "root" | "env">,
  expected: Fingerprints,
  kills: number,
): Promise<Damage> {
  const workspace = workspaceAt(root);
  const corrupt: string[] = [];
  const made = await fingerprints(root);
  for (const [name, sha256] of expected) {
    if (made.get(name) !== sha256) corrupt.push(`${name}: ${made.has(name) ? "other bytes" : "missing"}`);
  }
  for (const name of made.keys()) if (!expected.has(name)) corrupt.push(`${name}: not of this run`);
  for (const key of namesIn(path.join(workspace.store, "artifacts"))) {
    const artifact = /^[0-9a-f]{64}$/.test(key) ? await findArtifact(workspace, key) : null;
    if (!artifact) corrupt.push(`artifacts/${key}: left behind or damaged`);
    else for (const file of await verifyArtifact(artifact)) corrupt.push(`${key}/${file}: not what its manifest says`);
  }
  const logs = await checkLogs(root, kills);
  return {
    corrupt: [...corrupt, ...logs.corrupt],
    duplicates: [...logs.duplicates],
    lost: askedAgain(env.DEEPEXTENSION_TEST_WITNESS),
  };
}

async function checkLogs(root: string, kills: number): Promise<Pick<Damage, "corrupt" | "duplicates">> {
  const runs = path.join(root, ".deepextension", "runs");
  const corrupt: string[] = [];
  const finished = new Map<string, number>();
  let torn = 0;
  for (const run of namesIn(runs)) {
    if (run.startsWith(".")) {
      corrupt.push(`runs/${run}: left behind`);
      continue;
    }
    const { events, skipped } = await readEvents(path.join(runs, run));
    torn += skipped;
    events.forEach((event, index) => {
      // A torn line takes its number with it, or the next attempt gives it again.
      const before = events[index - 1]?.seq ?? 0;
      if (event.seq <= before || event.seq > before + 1 + skipped)
        corrupt.push(`${run}: ${before} is followed by ${event.seq}`);
      if (event.type === "stage.finished") finished.set(event.key, (finished.get(event.key) ?? 0) + 1);
    });
  }
  if (torn > kills) corrupt.push(`${torn} torn lines after ${kills} kills`);
  const duplicates = [...finished]
    .filter(([, times]) => times > 1)
    .map(([key, times]) => `${key} was made ${times} times`);
  return { corrupt, duplicates };
}

/** Items that were asked although their answer had been kept. */
function askedAgain(witness: string | undefined): string[] {
  if (witness === undefined || !existsSync(witness)) return [];
  const kept = new Set<string>();
  const again: string[] = [];
  for (const line of readFileSync(witness, "utf8").split("\n")) {
    const [what, ...rest] = line.split(" ");
    const item = rest.join(" ");
    if (what === "kept") kept.add(item);
    if (what === "asked" && kept.has(item)) again.push(item);
  }
  return again;
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
