import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { type Started, start } from "../../../src/extension/start.ts";
import { EXAMPLE_RUN, exampleLog } from "./example-run.ts";
import { type FakeEditor, fakeEditor } from "./fake-editor.ts";

let root: string;
let fake: FakeEditor;
let started: Started;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "客服 数据-"));
  fake = fakeEditor({ root });
});

afterEach(async () => {
  await started.stop();
  for (const part of [...fake.context.subscriptions].reverse()) part.dispose();
  await rm(root, { recursive: true, force: true });
});

async function putRun(run: string): Promise<void> {
  const folder = path.join(root, ".deepextension", "runs", run);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "events.jsonl"), exampleLog({ run }));
}

test("a report's tab is filled again after a reload, two of one name apart; one of a run that is gone closes", async () => {
  await mkdir(path.join(root, "dist"), { recursive: true });
  await writeFile(
    path.join(root, "dist", "cli.mjs"),
    'import fs from "node:fs"; const args = process.argv.slice(2); const [, run] = args; fs.writeFileSync(args[args.indexOf("-o") + 1], "<html><body>Report of " + run + "</body></html>");',
  );
  const other = EXAMPLE_RUN.replace(/^019a/, "019b");
  await putRun(EXAMPLE_RUN);
  await putRun(other);
  started = start(fake.editor, fake.context, () => Promise.reject(new Error("no run file is opened here")));
  await new Promise((resolve) => setImmediate(resolve));
  const report = (run: string) =>
    fake.commands.get("deepextension.openReport")!({ target: { kind: "run", root, run } });
  await report(EXAMPLE_RUN);
  await report(other);
  assert.deepEqual(
    fake.panels.map(({ title }) => title),
    ["Report: mail-triage", "Report: mail-triage (2)"],
  );
  // The window goes away without closing its tabs, and comes back with them.
  const [first, second] = [
    await fake.restore("deepextension.report", "Report: mail-triage"),
    await fake.restore("deepextension.report", "Report: mail-triage (2)"),
  ];
  assert.match(first.html, new RegExp(`Report of ${EXAMPLE_RUN}`));
  assert.match(second.html, new RegExp(`Report of ${other}`));
  assert.ok((await fake.restore("deepextension.report", "Report: of something else")).closed);
  second.close();
  assert.ok((await fake.restore("deepextension.report", second.title)).closed);
});
