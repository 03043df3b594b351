import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import {
  type Checkpoint,
  readCheckpoint,
  writeCheckpoint,
} from "../../../src/engines/embedded/native/train/checkpoint.ts";
import { CodedError } from "../../../src/protocol/problem.ts";

const identity = { settings: "s", rows: "r", base: "b" };

function checkpoint(step: number, best: Float32Array | null = null): Checkpoint {
  return {
    state: {
      version: 1,
      identity,
      step,
      looked: step,
      best: best && { step, loss: 0.5 },
      cpu: "AVX2=1",
      threads: 2,
      curve: [{ type: "evaluation", step, loss: 0.5, tokens: 10 }],
    },
    weights: Float32Array.of(step, 1 / 3, -0),
    mean: Float32Array.of(0.1, 1e-40, 3),
    square: Float32Array.of(4, 5, 6),
    best,
  };
}

function write(folder: string, { state, best, ...vectors }: Checkpoint): void {
  const { weights, mean, square } = vectors;
  writeCheckpoint(folder, {
    state,
    vectors: { weights: () => weights, mean: () => mean, square: () => square, best: best && (() => best) },
  });
}

function folderOf(t: { after(clean: () => void): void }): string {
  const folder = mkdtempSync(path.join(tmpdir(), "deepextension-checkpoint-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, "work", "checkpoints");
}

const none = (name: string) => assert.fail(`${name} is said to be damaged`);

test("what was written is read, to the bit; the last two are kept", (t) => {
  const folder = folderOf(t);
  assert.equal(readCheckpoint(folder, identity, none), null);
  for (const step of [3, 6, 9]) write(folder, checkpoint(step, Float32Array.of(7, 8, 9)));
  assert.deepEqual(readCheckpoint(folder, identity, none), checkpoint(9, Float32Array.of(7, 8, 9)));
  assert.deepEqual(readdirSync(folder).sort(), ["step-00000006", "step-00000009"]);
  write(folder, checkpoint(9));
  assert.deepEqual(readCheckpoint(folder, identity, none), checkpoint(9));
});

test("any damage to any file is noticed, and the one before is used", (t) => {
  const folder = folderOf(t);
  write(folder, checkpoint(1));
  write(folder, checkpoint(2));
  const newest = path.join(folder, "step-00000002");
  const whole = path.join(path.dirname(folder), "whole");
  cpSync(newest, whole, { recursive: true });
  for (const name of readdirSync(newest)) {
    const bytes = readFileSync(path.join(newest, name));
    const flipped = Buffer.from(bytes);
    flipped[Math.floor(bytes.length / 2)]! ^= 0x10;
    const damages: [what: string, damage: (file: string) => void][] = [
      ["cut", (file) => writeFileSync(file, bytes.subarray(0, bytes.length - 1))],
      ["emptied", (file) => writeFileSync(file, "")],
      ["flipped", (file) => writeFileSync(file, flipped)],
      ["gone", (file) => rmSync(file)],
    ];
    for (const [what, damage] of damages) {
      damage(path.join(newest, name));
      const damaged: string[] = [];
      const read = readCheckpoint(folder, identity, (bad) => damaged.push(bad));
      assert.deepEqual([damaged, read?.state.step], [["step-00000002"], 1], `${name} ${what}`);
      rmSync(newest, { recursive: true });
      cpSync(whole, newest, { recursive: true });
    }
  }
});

test("a writer that died leaves nothing that counts, and its leftovers go", (t) => {
  const folder = folderOf(t);
  write(folder, checkpoint(1));
  const leftover = path.join(folder, ".unfinished-4711");
  mkdirSync(leftover);
  writeFileSync(path.join(leftover, "weights.f32"), "half of it");
  assert.equal(readCheckpoint(folder, identity, none)?.state.step, 1);
  write(folder, checkpoint(2));
  assert.deepEqual(readdirSync(folder).sort(), ["step-00000001", "step-00000002"]);
});

test("one of another training is refused, and it is said what differs", (t) => {
  const folder = folderOf(t);
  write(folder, checkpoint(1));
  for (const part of ["settings", "rows", "base"] as const) {
    assert.throws(
      () => readCheckpoint(folder, { ...identity, [part]: "other" }, none),
      (error) =>
        error instanceof CodedError && error.code === "checkpoint-of-another-training" && error.params.part === part,
    );
  }
});
