import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Job, JobOf } from "../../src/protocol/job.ts";
import { evaluateJob, execute, fixture, item, model, skip, temporary, threads, writeItems } from "./engine-support.ts";

const settings = { skip, timeout: 120_000 };
const many = Array.from({ length: 200 }, (_, index) =>
  item(`i${index}`, `Tell me a long story about the number ${index}.`),
);
const longJob = (folder: string) =>
  evaluateJob(folder, many, { decode: { temperature: 0, max_tokens: 200, constrain: "none" } });

test(
  "a failed assertion in native code becomes an error with its text, and this process lives",
  settings,
  async (t) => {
    const job: Job = { kind: "convert", source: "x", out: temporary(t), threads: 1 };
    await assert.rejects(
      execute(job, { child: fixture("asserting-child.ts") }),
      (error: { code: string; params: { detail: string } }) => {
        assert.equal(error.code, "native-crash");
        assert.match(error.params.detail, /GGML_ASSERT\(.*can_mul_mat/);
        return true;
      },
    );
  },
);

test("a running evaluation can be cancelled", settings, async (t) => {
  const controller = new AbortController();
  const result = execute(longJob(temporary(t)), {
    signal: controller.signal,
    onMessage: (message) => message.type === "progress" && controller.abort(),
  });
  await assert.rejects(result, { code: "cancelled" });
});

test("a child ends when its parent is killed", settings, async (t) => {
  const { parent, childId, said } = await startParent(t, longJob(temporary(t)));
  await said("progress");
  const pid = childId();
  parent.kill("SIGKILL");
  await gone(pid, 10_000);
});

test("a training whose parent is killed writes a checkpoint and ends", settings, async (t) => {
  const folder = temporary(t);
  const { parent, childId, said } = await startParent(t, trainJob(folder));
  await said("train.step");
  const pid = childId();
  parent.kill("SIGKILL");
  await gone(pid, 60_000);
  assert.ok(readdirSync(path.join(folder, "work")).length > 0);
});

function trainJob(folder: string): JobOf<"train"> {
  const rows = Array.from({ length: 8 }, (_, index) => item(`r${index}`, `${index} and 1?`, `${index + 1}`));
  return {
    kind: "train",
    base: model("base.q8_0"),
    train: writeItems(path.join(folder, "train.jsonl"), rows),
    validation: null,
    settings: {
      method: "sft",
      adapter_type: "lora",
      rank: 4,
      alpha: 8,
      targets: ["attn_q"],
      epochs: 1000,
      batch_size: 2,
      learning_rate: 1e-4,
      warmup: 0,
      schedule: "constant",
      weight_decay: 0,
      clip: 1,
      max_length: 64,
      too_long: "error",
      seed: 1,
      evaluate_every: 1000,
      checkpoint_every: 1000,
    },
    out: folder,
    checkpoints: path.join(folder, "work"),
    threads,
    deterministic: true,
  };
}

/** Starts a process that executes the job, and waits for what it says. */
async function startParent(t: TestContext, job: Job) {
  const folder = temporary(t);
  const [file, log, note] = ["job.json", "stage.log", "child.pid"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(file, JSON.stringify(job));
  const parent: ChildProcess = spawn(process.execPath, [fixture("parent.ts"), file, log], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NOTED_CHILD_FILE: note },
  });
  t.after(() => parent.kill("SIGKILL"));
  const lines = createInterface({ input: parent.stdout! });
  const said = async (type: string) => {
    for await (const line of lines) if (line === type) return;
    assert.fail(`the parent ended without saying ${type}: ${readFileSync(log, "utf8").slice(-2000)}`);
  };
  return { parent, said, childId: () => Number(readFileSync(note, "utf8")) };
}

async function gone(pid: number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ESRCH");
      return;
    }
    assert.ok(performance.now() < deadline, `process ${pid} is still there`);
    await sleep(50);
  }
}
