import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { commands } from "../../../src/extension/commands/table.ts";
import { type Started, start } from "../../../src/extension/start.ts";
import { foldAnnotations } from "../../../src/runs/annotations.ts";
import { cpuClock } from "../cpu-clock.ts";
import { EXAMPLE_RUN, exampleLog, exampleStages } from "./example-run.ts";
import { type FakeEditor, type FakeOptions, fakeEditor } from "./fake-editor.ts";

let root: string;
let opened: { fake: FakeEditor; started: Started }[];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "客服 数据-"));
  opened = [];
});

afterEach(async () => {
  for (const { fake, started } of opened) {
    await started.stop();
    for (const part of [...fake.context.subscriptions].reverse()) part.dispose();
  }
  await rm(root, { recursive: true, force: true });
});

function open(options: Omit<FakeOptions, "root"> = {}): FakeEditor {
  const fake = fakeEditor({ root, ...options });
  const noServer = () => Promise.reject(new Error("these tests open no run file"));
  opened.push({ fake, started: start(fake.editor, fake.context, noServer) });
  return fake;
}

/** Stands in for the command line: says what it was asked, and does what `program` says. */
async function commandLine(program: string): Promise<void> {
  await mkdir(path.join(root, "dist"), { recursive: true });
  const head = 'import fs from "node:fs"; import path from "node:path"; const args = process.argv.slice(2);';
  await writeFile(path.join(root, "dist", "cli.mjs"), `${head}\n${program}\n`);
}

const plan = JSON.stringify({
  name: "mail-triage",
  variants: [],
  stages: exampleStages,
  total: { memory_bytes: 9e8, seconds: 300, disk_bytes: 1e9, download_bytes: 0, leaves_machine_bytes: 0 },
  items: { train: 10, validation: 1, test: 12 },
  detectable_difference: null,
  problems: [],
});

async function putRun(log = exampleLog()): Promise<void> {
  const folder = path.join(root, ".deepextension", "runs", EXAMPLE_RUN);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "events.jsonl"), log);
}

const texts = ({ shown }: FakeEditor) => shown.map(({ kind, text }) => `${kind}: ${text}`);

test("every command of the table is registered, and no other", () => {
  const fake = open();
  assert.deepEqual([...fake.commands.keys()].sort(), Object.keys(commands).sort());
});

test("activating starts no process and reads nothing", async () => {
  await commandLine('fs.writeFileSync(path.join(path.dirname(process.argv[1]), "started"), "");');
  const used = cpuClock();
  const fake = open();
  assert.ok(used() < 50, `${used()} ms`);
  assert.deepEqual(texts(fake), []);
});

for (const id of Object.keys(commands)) {
  for (const folder of [true, false]) {
    test(`${id} ${folder ? "without anything to act on" : "without a folder"} says so, and throws nothing`, async () => {
      await commandLine("process.stdout.write(args[0] === 'models' ? '[]' : '{}');");
      const fake = open({ folder });
      await fake.commands.get(id)!();
      const silent = id === "deepextension.refresh";
      assert.equal(fake.shown.length > 0, !silent, texts(fake).join("\n"));
      assert.ok(
        !texts(fake).some((text) => /undefined|\[object|internal|inside DeepExtension/.test(text)),
        texts(fake).join("\n"),
      );
    });
  }
}

test("nothing runs before the workspace is trusted", async () => {
  await commandLine('fs.writeFileSync(path.join(path.dirname(process.argv[1]), "started"), "");');
  const fake = open({ trusted: false, files: [path.join(root, "a.run.yaml")] });
  await fake.commands.get("deepextension.run")!();
  await fake.commands.get("deepextension.addModel")!();
  assert.deepEqual(texts(fake), [
    "warning: Running needs a trusted workspace. Everything else works without.",
    "warning: Adding a model needs a trusted workspace.",
  ]);
});

test("a run begins with its sheet; without a yes nothing is run", async () => {
  await commandLine(`if (args[0] === "plan") process.stdout.write(${JSON.stringify(plan)}); else process.exit(3);`);
  const fake = open({ files: [path.join(root, "a.run.yaml")] });
  await fake.commands.get("deepextension.run")!();
  const sheet = fake.shown.at(-1);
  assert.equal(sheet?.kind, "info");
  assert.match(sheet?.text ?? "", /^Run mail-triage\?\nTime: about 5 min 00 s\n/);
});

test("problems of the file are told in place of the sheet", async () => {
  const broken = {
    ...JSON.parse(plan),
    problems: [{ code: "x", severity: "error", message: "No such model.", suggestions: [] }],
  };
  await commandLine(`process.stdout.write(${JSON.stringify(JSON.stringify(broken))}); process.exitCode = 1;`);
  const fake = open({ files: [path.join(root, "a.run.yaml")] });
  await fake.commands.get("deepextension.run")!();
  assert.equal(texts(fake).at(-1), "error: No such model.");
});

test("a run is watched in a panel; don't ask again is remembered for the file", { timeout: 30_000 }, async () => {
  await commandLine(`
    if (args[0] === "plan") process.stdout.write(${JSON.stringify(plan)});
    else {
      const log = ${JSON.stringify(exampleLog())};
      const folder = path.join(args[args.indexOf("--workspace") + 1], ".deepextension", "runs", "${EXAMPLE_RUN}");
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "events.jsonl"), log);
      if (!args.includes("--detach")) process.exit(3);
      process.stdout.write(JSON.stringify({ run: "${EXAMPLE_RUN}", already: false }));
    }`);
  const file = path.join(root, "a.run.yaml");
  const answer: FakeOptions["answer"] = ({ text }, choices) =>
    text.startsWith("Run mail-triage?") ? choices[1] : undefined;
  const fake = open({ files: [file], answer });
  await fake.commands.get("deepextension.run")!();
  assert.equal(fake.panels.length, 1);
  assert.ok(!texts(fake).some((text) => text.startsWith("error")), texts(fake).join("\n"));
  const sheets = () => texts(fake).filter((text) => text.startsWith("info: Run mail-triage?")).length;
  assert.equal(sheets(), 1);
  await fake.commands.get("deepextension.run")!(fake.editor.Uri.file(file));
  assert.equal(sheets(), 1);
});

test("a run that can't start says why, in the command line's own words", { timeout: 30_000 }, async () => {
  await commandLine(`
    if (args[0] === "plan") process.stdout.write(${JSON.stringify(plan)});
    else { process.stderr.write("Error: the disk is full (disk-too-small)\\n"); process.exitCode = 1; }`);
  const fake = open({ files: [path.join(root, "a.run.yaml")], answer: (_, choices) => choices[0] });
  await fake.commands.get("deepextension.run")!();
  assert.ok(
    texts(fake).includes("error: a.run.yaml could not start: Error: the disk is full (disk-too-small)"),
    texts(fake).join("\n"),
  );
});

test("a run is stopped by the command line, whoever started it", { timeout: 30_000 }, async () => {
  const folder = path.join(root, ".deepextension", "runs", EXAMPLE_RUN);
  await putRun(exampleLog({ until: "training" }));
  await writeFile(path.join(folder, "owner.json"), JSON.stringify({ pid: process.pid, started: null }));
  await commandLine(`
    if (args[0] !== "stop" || args[1] !== "${EXAMPLE_RUN}") process.exit(3);
    process.stdout.write(JSON.stringify({ run: args[1], outcome: "killed" }));`);
  const fake = open({ answer: ({ kind }, choices) => (kind === "pick" ? choices[0] : undefined) });
  await new Promise((resolve) => setImmediate(resolve));
  await fake.commands.get("deepextension.stop")!();
  assert.deepEqual(texts(fake).slice(-3), [
    "status: Stopping mail-triage; finished stages are kept.",
    "progress: Stopping mail-triage",
    "warning: mail-triage did not answer and was ended. Finished stages and the last checkpoint are kept.",
  ]);
});

test("a run goes on as the same run, and closing the window does not end it", { timeout: 30_000 }, async () => {
  await putRun(exampleLog({ until: "training" }));
  const gone = { pid: 2 ** 22 + 1, started: 1 };
  await writeFile(path.join(root, ".deepextension", "runs", EXAMPLE_RUN, "owner.json"), JSON.stringify(gone));
  await commandLine(`
    fs.writeFileSync(path.join(path.dirname(process.argv[1]), "asked"), args.join(" "));
    process.stdout.write(JSON.stringify({ run: args[1], already: false }));`);
  const fake = open({ answer: ({ kind }, choices) => (kind === "pick" ? choices[0] : undefined) });
  await new Promise((resolve) => setImmediate(resolve));
  await fake.commands.get("deepextension.resume")!();
  const asked = await readFile(path.join(root, "dist", "asked"), "utf8");
  assert.match(asked, new RegExp(`^resume ${EXAMPLE_RUN} --detach --json .*--parallel 1`));
  assert.equal(fake.panels.length, 1, "its panel opens");
});

test("the queue is shown, and a waiting run's place is changed", { timeout: 30_000 }, async () => {
  const entry = (name: string, position: number | null) => ({
    ...{ run: `id-of-${name}`, name, file: "a.run.yaml", workspace: "/elsewhere", position, pid: 1 },
    state: position === null ? "running" : "queued",
  });
  const runs = [entry("first", null), entry("second", 1), entry("third", 2)];
  await commandLine(`
    const runs = ${JSON.stringify(runs)};
    if (args[1] === "move" && args[2] === "id-of-third" && args[3] === "first") runs[2].position = 1;
    process.stdout.write(JSON.stringify({ device: "cpu", runs }));`);
  const fake = open({
    answer: ({ text }, choices) => (text === "third" ? choices[0] : choices.find((choice) => choice === "third")),
  });
  await fake.commands.get("deepextension.queue")!();
  assert.equal(texts(fake).at(-1), "status: third is at place 1 now.");
});

test("an answer that is no answer is a message with a reason, not an exception", async () => {
  await commandLine('process.stderr.write("Error: something is off\\n"); process.exitCode = 2;');
  const fake = open({ files: [path.join(root, "a.run.yaml")] });
  await fake.commands.get("deepextension.plan")!();
  assert.equal(texts(fake).at(-1), "error: Error: something is off");
});

test("models are asked for when somebody looks, and a failure is a row of the view", async () => {
  await commandLine('process.stderr.write("Error: the cache cannot be read\\n"); process.exitCode = 1;');
  const fake = open();
  const rows = (await fake.rows("deepextension.models")) as { label: string; description: string }[];
  assert.deepEqual(
    rows.map(({ label, description }) => [label, description]),
    [["The models could not be listed", "Error: the cache cannot be read"]],
  );
});

const known = (origin: string, file: string | null) => ({
  ...{ id: "small", title: "Small", origin, path: file, size_bytes: 5, sha256: null, license: null },
  ...{ parameters: null, quantization: null },
});

test("a model is added by the command line, from the file that a person chose", async () => {
  await commandLine(`
    if (args[1] === "add") process.stdout.write(JSON.stringify({ ...${JSON.stringify(known("added", "/m/small.gguf"))}, id: path.basename(args[2]) }));`);
  const answers: Record<string, string> = { pick: "A GGUF file", open: "/models/模型.gguf" };
  const fake = open({ answer: ({ kind }) => answers[kind] });
  await fake.commands.get("deepextension.addModel")!();
  assert.equal(texts(fake).at(-1), "status: Added. In a run file: model: 模型.gguf");
});

test("a model is removed after a question that says what happens to its file", async () => {
  await commandLine(`
    if (args[1] === "list") process.stdout.write(JSON.stringify([${JSON.stringify(known("catalogue", "/cache/small.gguf"))}]));
    if (args[1] === "remove") process.stdout.write(JSON.stringify({ id: args[2], freed_bytes: 5e6 }));`);
  const fake = open({ answer: (_, choices) => choices[0] });
  await fake.commands.get("deepextension.removeModel")!();
  assert.deepEqual(texts(fake), [
    "pick: Choose a model",
    "warning: Remove small?\nThe fetched copy is deleted. The model stays in the list and is fetched again when a run needs it.",
    "status: Removed small; 5.00 MB freed.",
  ]);
});

test("the Runs view shows the runs of the workspace", async () => {
  await putRun();
  const fake = open();
  // The folders are taken over after activation.
  await new Promise((resolve) => setImmediate(resolve));
  const rows = (await fake.rows("deepextension.runs")) as { label: string }[];
  assert.deepEqual(
    rows.map(({ label }) => label),
    ["mail-triage"],
  );
});

test("a panel gets the state when it is ready; wishes become commands, and nonsense changes nothing", {
  timeout: 30_000,
}, async () => {
  await putRun();
  const fake = open({ answer: ({ kind }, choices) => (kind === "pick" ? choices[0] : undefined) });
  await new Promise((resolve) => setImmediate(resolve));
  await fake.commands.get("deepextension.openRun")!();
  const [panel] = fake.panels;
  for (const nonsense of [
    null,
    7,
    "stop",
    { type: "explode" },
    { type: "reveal-artifact" },
    { type: "stop", __proto__: null },
  ]) {
    if (JSON.stringify(nonsense) !== '{"type":"stop"}') panel!.receive(nonsense);
  }
  panel!.receive({ type: "ready" });
  while (panel!.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const message = panel!.sent[0] as { type: string; run: { run: string }; text: { verdict: string } };
  assert.deepEqual([message.type, message.run.run], ["state", EXAMPLE_RUN]);
  assert.match(message.text.verdict, /is good enough/);
  assert.ok(!texts(fake).some((text) => text.startsWith("command")), "nothing was wished for yet");
  panel!.receive({ type: "open-log" });
  while (!texts(fake).includes("command: deepextension.showLog"))
    await new Promise((resolve) => setTimeout(resolve, 10));
  panel!.close();
});

test("a run is renamed, tagged and archived from the palette, beside its log", async () => {
  await putRun();
  const inputs = ["before the new data", "best #paper"];
  const fake = open({ answer: ({ kind }, choices) => (kind === "input" ? inputs.shift() : choices[0]) });
  for (const verb of ["renameRun", "tagRuns", "archiveRuns"]) await fake.commands.get(`deepextension.${verb}`)!();
  const folder = path.join(root, ".deepextension", "runs", EXAMPLE_RUN);
  assert.equal(await readFile(path.join(folder, "events.jsonl"), "utf8"), exampleLog());
  assert.deepEqual(foldAnnotations(await readFile(path.join(folder, "annotations.jsonl"), "utf8")), {
    name: "before the new data",
    tags: ["best", "paper"],
    note: "",
    archived: true,
  });
  await fake.commands.get("deepextension.unarchiveRuns")!();
  const rows = (await fake.rows("deepextension.runs")) as { label: string; description: string }[];
  assert.equal(rows[0]?.label, "before the new data");
  assert.match(rows[0]?.description ?? "", /#best #paper$/);
});

test("deleting says what it frees before it does it, and Undo brings the run back", async () => {
  await putRun();
  const deletion = {
    run: EXAMPLE_RUN,
    artifacts: [{ key: "k", bytes: 5e8 }],
    kept: [{ key: "l", runs: 2, released: false }],
    dependents: ["x", "y"],
    bytes: 5e8,
  };
  await commandLine(`
    fs.appendFileSync(path.join(path.dirname(process.argv[1]), "asked"), args.slice(0, 3).join(" ") + "\\n");
    process.stdout.write(args[0] === "delete" ? ${JSON.stringify(JSON.stringify([deletion]))} : '{"run":"r"}');`);
  const asked = async () => (await readFile(path.join(root, "dist", "asked"), "utf8")).trim().split("\n");
  const refusing = open({ answer: ({ kind }, choices) => (kind === "pick" ? choices[0] : undefined) });
  await refusing.commands.get("deepextension.deleteRuns")!();
  assert.match(
    texts(refusing).join("\n"),
    /Delete mail-triage\?\nThis frees 500 MB\.\n1 of its artifacts stay, since 2 other runs/,
  );
  assert.deepEqual(await asked(), [`delete ${EXAMPLE_RUN} --dry-run`]);

  const fake = open({ answer: (_, choices) => choices[0] });
  await fake.commands.get("deepextension.deleteRuns")!();
  const restored = `restore ${EXAMPLE_RUN} --workspace`;
  while (!(await asked()).includes(restored)) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual((await asked()).slice(2), [`delete ${EXAMPLE_RUN} --yes`, restored]);
});
