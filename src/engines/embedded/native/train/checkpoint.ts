import { createHash, randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { z } from "zod";
import { announce, isWatched } from "../../../../disk/operation.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { curvePointSchema } from "./curve.ts";

/** What a checkpoint belongs to, as hashes: going on with anything else would give an adapter of neither. */
const identitySchema = z.object({ settings: z.string(), rows: z.string(), base: z.string() });
export type Identity = z.infer<typeof identitySchema>;

const stateSchema = z.object({
  version: z.literal(1),
  identity: identitySchema,
  /** Optimizer steps done. The rows' order and the start values follow from the seed, so no generator's state is needed. */
  step: z.int().nonnegative(),
  /** The last step at which the validation loss was looked at; −1: never. */
  looked: z.int(),
  best: z.object({ step: z.int(), loss: z.number() }).nullable(),
  /** What results depend on besides the above: equal bits are promised for equal ones only. */
  cpu: z.string(),
  threads: z.int(),
  curve: z.array(curvePointSchema),
});
export type State = z.infer<typeof stateSchema>;

export interface Checkpoint {
  state: State;
  weights: Float32Array;
  mean: Float32Array;
  square: Float32Array;
  /** Weights at `state.best.step`. */
  best: Float32Array | null;
}

/** What is written: a vector is asked for when its turn comes, so that one copy at a time is in memory. */
export interface CheckpointSource {
  state: State;
  vectors: Record<"weights" | "mean" | "square", () => Float32Array> & { best: (() => Float32Array) | null };
}

const manifestSchema = z.object({
  version: z.literal(1),
  files: z.record(z.string(), z.object({ bytes: z.int().nonnegative(), sha256: z.string() })),
});

const NAME = /^step-(\d{8})$/;
const KEPT = 2;

/**
 * Writes a checkpoint into a folder of its own under `folder`, whole or not at all: it gets its name only when
 * everything is on disk. Then older ones go, except the one before. Returns its size in bytes.
 */
export function writeCheckpoint(folder: string, checkpoint: CheckpointSource): number {
  mkdirSync(folder, { recursive: true });
  removeUnfinished(folder);
  const temporary = path.join(folder, `.unfinished-${randomUUID()}`);
  const target = path.join(folder, `step-${String(checkpoint.state.step).padStart(8, "0")}`);
  try {
    announce("folder", temporary);
    mkdirSync(temporary);
    const bytes = writeFiles(temporary, checkpoint);
    syncFolder(temporary);
    // A damaged one of the same step may be there; the rename needs its place.
    removeFolder(target);
    announce("rename", target);
    renameSync(temporary, target);
    syncFolder(folder);
    for (const old of steps(folder).slice(KEPT)) removeFolder(path.join(folder, old));
    return bytes;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The newest checkpoint that is whole; null if there is none. `onDamaged` is told of those that are not.
 * Throws `checkpoint-of-another-training` where the newest whole one belongs to something else.
 */
export function readCheckpoint(
  folder: string,
  identity: Identity,
  onDamaged: (name: string, reason: string) => void,
): Checkpoint | null {
  if (!existsSync(folder)) return null;
  for (const name of steps(folder)) {
    let checkpoint: Checkpoint;
    try {
      checkpoint = readFiles(path.join(folder, name));
    } catch (error) {
      onDamaged(name, (error as Error).message);
      continue;
    }
    for (const part of ["settings", "rows", "base"] as const) {
      if (checkpoint.state.identity[part] !== identity[part]) {
        throw new CodedError("checkpoint-of-another-training", { part, checkpoint: path.join(folder, name) });
      }
    }
    return checkpoint;
  }
  return null;
}

/** Names of the finished checkpoints, newest first. */
function steps(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .reverse();
}

function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(".unfinished-")) removeFolder(path.join(folder, name));
  }
}

function removeFolder(folder: string): void {
  announce("remove", folder);
  rmSync(folder, { recursive: true, force: true });
}

function writeFiles(folder: string, { state, vectors }: CheckpointSource): number {
  const files: z.infer<typeof manifestSchema>["files"] = {};
  const write = (name: string, bytes: Buffer) => {
    files[name] = { bytes: bytes.length, sha256: sha256(bytes) };
    writeFile(path.join(folder, name), bytes);
  };
  for (const [name, read] of Object.entries(vectors)) {
    if (!read) continue;
    const { buffer, byteOffset, byteLength } = read();
    write(`${name}.f32`, Buffer.from(buffer, byteOffset, byteLength));
  }
  write("state.json", Buffer.from(JSON.stringify(state)));
  const manifest = Buffer.from(JSON.stringify({ version: 1, files }));
  writeFile(path.join(folder, "manifest.json"), manifest);
  return Object.values(files).reduce((sum, { bytes }) => sum + bytes, manifest.length);
}

function readFiles(folder: string): Checkpoint {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8")));
  const read = (name: string): Buffer => {
    const expected = manifest.files[name];
    const bytes = readFileSync(path.join(folder, name));
    if (bytes.length !== expected?.bytes || sha256(bytes) !== expected.sha256) throw new Error(`${name} is damaged`);
    return bytes;
  };
  const floats = (name: string): Float32Array => {
    const bytes = read(name);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  return {
    state: stateSchema.parse(JSON.parse(read("state.json").toString("utf8"))),
    weights: floats("weights.f32"),
    mean: floats("mean.f32"),
    square: floats("square.f32"),
    best: manifest.files["best.f32"] ? floats("best.f32") : null,
  };
}

function writeFile(file: string, bytes: Buffer): void {
  announce("create", file);
  const handle = openSync(file, "w");
  try {
    for (let done = 0; done < bytes.length; ) {
      announce("write", file);
      // Under watch in two halves, so that a test can end the process between them.
      const piece = isWatched() && done === 0 ? Math.ceil(bytes.length / 2) : bytes.length - done;
      done += writeSync(handle, bytes, done, piece);
    }
    announce("sync", file);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** On POSIX a rename is on disk only when its folder is; Windows can't be asked and needs no asking. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
