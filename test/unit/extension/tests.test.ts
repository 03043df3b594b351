import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { type Started, start } from "../../../src/extension/start.ts";
import { EXAMPLE_RUN, exampleStages } from "./example-run.ts";
import { putEvaluatedRun } from "./example-store.ts";
import { type FakeEditor, fakeEditor } from "./fake-editor.ts";
import type { FakeResult, FakeTestItem } from "./fake-testing.ts";

const OTHER_RUN = EXAMPLE_RUN.replace(/^019a/, "019b");

let root: string;
let fake: FakeEditor;
let started: Started | null;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "客服 数据-"));
  started = null;
});

afterEach(async () => {
  await started?.stop();
  for (const part of [...(fake?.context.subscriptions ?? [])].reverse()) part.dispose();
  await rm(root, { recursive: true, force: true });
});

async function open({ evaluate = true, answer = undefined as Parameters<typeof fakeEditor>[0]["answer"] } = {}) {
  const file = path.join(root, "mail-triage.run.yaml");
  await writeFile(file, `version: 1\nname: mail\n${evaluate ? "evaluate:\n  scorers: [json]\n" : ""}`);
  fake = fakeEditor({ root, files: [file], ...(answer ? { answer } : {}) });
  started = start(fake.editor, fake.context, () => Promise.reject(new Error("these tests open no run file")));
  return fake.testing;
}

const stateOf = (results: readonly FakeResult[], item: FakeTestItem) =>
  results.findLast((result) => result.item.id === item.id)?.state;

test("run files that evaluate are tests, and nothing is read before the view asks", async () => {
  const testing = await open();
  assert.equal(testing.items.size, 0);
  await testing.resolve();
  assert.deepEqual(testing.items.labels(), ["mail-triage.run.yaml"]);
  assert.equal(testing.items.byLabel("mail-triage.run.yaml").children.size, 0);
  assert.equal(testing.runs.begun, 0);
});

test("a run file that evaluates nothing is no test", async () => {
  const testing = await open({ evaluate: false });
  await testing.resolve();
  assert.equal(testing.items.size, 0);
});

test("a file's result is whether something is good enough, candidate by candidate", async () => {
  await putEvaluatedRun(root, 9);
  const testing = await open();
  await testing.resolve();
  const file = testing.items.byLabel("mail-triage.run.yaml");
  await testing.resolve(file);
  assert.equal(stateOf(testing.results, file), "passed");
  assert.deepEqual(file.children.labels(), [
    "constrained is good enough",
    "reference is good enough",
    "q4_k_m is good enough",
  ]);
  assert.equal(stateOf(testing.results, file.children.byLabel("q4_k_m is good enough")), "passed");
  // What is not good enough fails nothing where something is.
  const rival = file.children.byLabel("constrained is good enough");
  assert.deepEqual([stateOf(testing.results, rival), rival.description], ["skipped", "no"]);
  assert.equal(testing.runs.ended, testing.runs.begun);
});

test("answers stand beside it, item by item, with what was expected against what was given", async () => {
  await putEvaluatedRun(root, 9);
  const testing = await open();
  await testing.resolve();
  await testing.resolve(testing.items.byLabel("mail-triage.run.yaml"));
  const answers = testing.items.byLabel("mail-triage.run.yaml: answers");
  assert.equal(answers.children.size, 0);
  await testing.resolve(answers);
  const candidate = answers.children.byLabel("q4_k_m");
  assert.equal(candidate.children.size, 0);
  assert.equal(testing.results.at(-1)!.messages[0]!.message, "3 of 9 items are not right.");
  await testing.resolve(candidate);
  assert.deepEqual(candidate.children.labels().slice(0, 3), ["Item 1", "Item 2", "Item 3"]);
  assert.equal(stateOf(testing.results, candidate.children.byLabel("Item 1")), "passed");
  const wrong = testing.results.find(({ item }) => item.label === "Item 3" && item.id.includes("q4_k_m"))!;
  const [message] = wrong.messages;
  assert.equal(wrong.state, "failed");
  assert.match(message!.message, /Score 0\.5 of 1\. data\/test\.jsonl, row 3\n\nMail 2$/);
  assert.equal(message!.location?.row, 3);
  assert.match(message!.location!.uri.fsPath, /data\/test\.jsonl$/);
  // The order in which a model writes its keys is no difference.
  assert.equal(message!.expectedOutput, '{\n  "category": "ham",\n  "is_reply": false\n}');
  assert.equal(message!.actualOutput, '{\n  "category": "spam",\n  "is_reply": false\n}');
});

test("more than 2,000 items come in pages, of which only those are read that are opened", async () => {
  await putEvaluatedRun(root, 2100);
  const testing = await open();
  await testing.resolve();
  await testing.resolve(testing.items.byLabel("mail-triage.run.yaml"));
  const answers = testing.items.byLabel("mail-triage.run.yaml: answers");
  await testing.resolve(answers);
  const candidate = answers.children.byLabel("reference");
  await testing.resolve(candidate);
  assert.deepEqual(candidate.children.labels(), [
    "Items 1 to 500",
    "Items 501 to 1000",
    "Items 1001 to 1500",
    "Items 1501 to 2000",
    "Items 2001 to 2100",
  ]);
  const page = candidate.children.byLabel("Items 2001 to 2100");
  assert.equal(page.children.size, 0);
  await testing.resolve(page);
  assert.equal(page.children.size, 100);
  assert.equal(stateOf(testing.results, page.children.byLabel("Item 2001")), "failed");
  assert.equal(stateOf(testing.results, page.children.byLabel("Item 2002")), "passed");
});

test("a node whose artifact is gone says so, and the view goes on", async () => {
  await putEvaluatedRun(root, 9);
  await rm(path.join(root, ".deepextension", "artifacts"), { recursive: true });
  const testing = await open();
  await testing.resolve();
  await testing.resolve(testing.items.byLabel("mail-triage.run.yaml"));
  const answers = testing.items.byLabel("mail-triage.run.yaml: answers");
  await testing.resolve(answers);
  assert.match(answers.error ?? "", /ENOENT|no such file/i);
  assert.equal(testing.runs.ended, testing.runs.begun);
});

test("running a test runs the file, waits for its end and shows its verdict", async () => {
  await mkdir(path.join(root, "dist"), { recursive: true });
  await putEvaluatedRun(root, 9, OTHER_RUN);
  const finished = path.join(root, ".deepextension", "runs");
  // The run stands ready elsewhere, and the command line puts it in place.
  const program = `
    import fs from "node:fs";
    const args = process.argv.slice(2);
    if (args[0] === "plan") process.stdout.write(${JSON.stringify(JSON.stringify(plan()))});
    if (args[0] === "run") fs.cpSync(${JSON.stringify(path.join(root, "ready"))}, ${JSON.stringify(finished)}, { recursive: true });
  `;
  const { rename } = await import("node:fs/promises");
  await rename(finished, path.join(root, "ready"));
  await writeFile(path.join(root, "dist", "cli.mjs"), program);
  const testing = await open({ answer: ({ kind }, choices) => (kind === "info" ? choices[0] : undefined) });
  await testing.resolve();
  const file = testing.items.byLabel("mail-triage.run.yaml");
  await testing.run([file]);
  assert.equal(stateOf(testing.results, file), "passed");
  assert.ok(testing.items.byLabel("mail-triage.run.yaml: answers"));
});

test("a run that nobody wants after all is skipped", async () => {
  await mkdir(path.join(root, "dist"), { recursive: true });
  await writeFile(
    path.join(root, "dist", "cli.mjs"),
    `process.stdout.write(${JSON.stringify(JSON.stringify(plan()))});`,
  );
  const testing = await open();
  await testing.resolve();
  const file = testing.items.byLabel("mail-triage.run.yaml");
  await testing.run([file]);
  assert.equal(stateOf(testing.results, file), "skipped");
  assert.equal(testing.runs.ended, testing.runs.begun);
});

function plan() {
  return {
    name: "mail-triage",
    variants: [],
    stages: exampleStages,
    total: { memory_bytes: 9e8, seconds: 300, disk_bytes: 1e9, download_bytes: 0, leaves_machine_bytes: 0 },
    items: { train: 10, validation: 1, test: 12 },
    detectable_difference: null,
    problems: [],
  };
}
