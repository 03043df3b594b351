import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { physicalCores } from "../../src/engines/embedded/cores.ts";
import { executeJob, type JobResult } from "../../src/engines/embedded/engine.ts";
import type { ChatMessage, Item } from "../../src/protocol/item.ts";
import type { Job, JobOf, WorkerMessage } from "../../src/protocol/job.ts";

const folder = process.env.DEEPEXTENSION_TEST_MODELS;
/** Said aloud by the runner where there is no model. */
export const skip = folder
  ? false
  : (process.env.DEEPEXTENSION_TEST_MODELS_MISSING ?? "DEEPEXTENSION_TEST_MODELS is not set");
export const model = (name: "source" | "base.f16" | "base.q8_0") => path.join(folder ?? "", `${name}.gguf`);
export const threads = Math.min(2, physicalCores());
export const child = fileURLToPath(new URL("../../src/engines/embedded/native/child.ts", import.meta.url));
export const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** A folder of the test's own, with a name that is not only ASCII. */
export function temporary(t: TestContext): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "deepextension 客服-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

export interface Execution extends JobResult {
  messages: WorkerMessage[];
}

/** Executes a job in a real child. `out` is made. */
export async function execute(
  job: Job,
  options: { child?: string; signal?: AbortSignal; onMessage?(message: WorkerMessage): void } = {},
): Promise<Execution> {
  mkdirSync(job.out, { recursive: true });
  const messages: WorkerMessage[] = [];
  const result = await executeJob(job, {
    child: options.child ?? child,
    signal: options.signal ?? AbortSignal.timeout(120_000),
    onMessage(message) {
      messages.push(message);
      options.onMessage?.(message);
    },
    log: path.join(job.out, "stage.log"),
  });
  return { ...result, messages };
}

export function item(id: string, content: string | ChatMessage[], answer = ""): Item {
  const messages = typeof content === "string" ? [{ role: "user" as const, content }] : content;
  return { id, cluster: null, messages, answer, source: { file: "test.jsonl", row: 1 } };
}

export function writeItems(file: string, items: readonly Item[]): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, items.map((each) => `${JSON.stringify(each)}\n`).join(""));
  return file;
}

export function evaluateJob(
  folder: string,
  items: readonly Item[],
  rest: Partial<JobOf<"evaluate">> = {},
): JobOf<"evaluate"> {
  return {
    kind: "evaluate",
    model: model("base.q8_0"),
    items: writeItems(path.join(folder, "items.jsonl"), items),
    decode: { temperature: 0, max_tokens: 12, constrain: "none" },
    schema: null,
    shots: null,
    out: path.join(folder, "out"),
    partial: path.join(folder, "work", "partial.jsonl"),
    threads,
    slots: 4,
    seed: 1,
    ...rest,
  };
}
