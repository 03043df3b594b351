import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { EXAMPLE_RUN, exampleEvents, exampleStages } from "./example-run.ts";

const DATA = "d".repeat(64);

/** Puts a finished run into the store of `root`: its test set has `count` items; every third answer of each candidate is wrong. */
export async function putEvaluatedRun(root: string, count: number, run = EXAMPLE_RUN): Promise<void> {
  const events = exampleEvents({ run }).map((event) =>
    event.type === "run.started" ? { ...event, data: { ...event.data, test: { sha256: DATA, items: count } } } : event,
  );
  const verdict = events.flatMap((event) => (event.type === "verdict" ? [event.verdict] : []))[0]!;
  const store = path.join(root, ".deepextension");
  await put(path.join(store, "runs", run, "events.jsonl"), events);
  const ids = Array.from({ length: count }, (_, index) => `mail-${index}`);
  const right = (index: number) => index % 3 !== 2;
  await put(
    path.join(store, "data", `${DATA}.jsonl`),
    ids.map((id, index) => ({
      id,
      cluster: null,
      messages: [{ role: "user", content: `Mail ${index}` }],
      answer: '{"category":"ham","is_reply":false}',
      source: { file: "data/test.jsonl", row: index + 1 },
    })),
  );
  const scores = path.join(store, "artifacts", exampleStages.at(-1)!.key, "scores");
  for (const { name, answers } of verdict.candidates) {
    await put(
      path.join(scores, `${name}.jsonl`),
      ids.map((id, index) => ({ id, scores: { [verdict.primary]: right(index) ? 1 : 0.5 } })),
    );
    await put(
      path.join(store, "artifacts", answers, "answers.jsonl"),
      ids.map((id, index) => ({
        id,
        prompt: "",
        answer: right(index) ? '{"category":"ham","is_reply":false}' : '{"is_reply":false,"category":"spam"}',
        prompt_tokens: 1,
        answer_tokens: 1,
        seconds: 1,
        finish: "stop",
      })),
    );
  }
}

async function put(file: string, rows: readonly unknown[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}
