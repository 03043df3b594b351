import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { openClient, type PublishedDiagnostic } from "./lsp-client.ts";

let folder = "";
let client: ReturnType<typeof openClient>;

const row = (index: number, question = `What is ${index} times three?`) =>
  JSON.stringify({ question, answer: String(index * 3) });
const runFile = `version: 1
name: data
model: smollm2-135m-instruct
data:
  train: train.jsonl
  test: test.jsonl
  prompt: "{{question}}"
  answer: "{{answer}}"
train:
  epochs: 4
  max_length: 4096
evaluate:
  scorers: [exact]
  rivals:
    - {name: base}
  baseline: base
`;
const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "deepextension 数据 "));
  const train = Array.from({ length: 60 }, (_, index) => row(index));
  await writeFile(path.join(folder, "train.jsonl"), `${train.join("\n")}\n`);
  const test = [row(200), row(7), row(201), row(8, "what is 8 times THREE"), row(202)];
  await writeFile(path.join(folder, "test.jsonl"), `${test.join("\n")}\n`);
  client = openClient({ DEEPEXTENSION_CACHE: path.join(folder, "cache") });
  await client.initialize();
});

after(async () => {
  client.kill();
  await rm(folder, { recursive: true, force: true });
});

async function actions(uri: string, diagnostic: PublishedDiagnostic) {
  return client.connection.sendRequest<
    {
      title: string;
      edit?: { changes: Record<string, object[]> };
      command?: { command: string; arguments: string[] };
    }[]
  >("textDocument/codeAction", {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
}

test("test rows that training has seen stand at the file's name, lead to both rows, and are removed by one fix", {
  timeout: 60_000,
}, async () => {
  const uri = uriOf("a.run.yaml");
  await client.open(uri, runFile);
  const found = await client.until(uri, (codes) => codes.includes("test-row-in-training"));
  const leak = found.find(({ code }) => code === "test-row-in-training")!;
  assert.equal(leak.range.start.line, 5);
  assert.match(leak.message, /1 of 5 test rows/);
  assert.deepEqual(
    leak.relatedInformation?.map(({ location, message }) => [
      path.basename(location.uri),
      location.range.start.line,
      message,
    ]),
    [
      ["test.jsonl", 1, "Row 2 of test.jsonl"],
      ["train.jsonl", 7, "Row 8 of train.jsonl"],
    ],
  );
  assert.ok(found.some(({ code }) => code === "test-row-nearly-in-training"));
  const fixes = await actions(uri, leak);
  const removal = fixes.find(({ title }) => title === "Remove 1 rows from test.jsonl");
  assert.deepEqual(removal?.edit?.changes[uriOf("test.jsonl")], [
    { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: "" },
  ]);
  assert.ok(fixes.some(({ title }) => title === "# deepextension-ignore test-row-in-training"));
});

test("a comment and the settings silence what a person knows better", { timeout: 60_000 }, async () => {
  const uri = uriOf("b.run.yaml");
  const quiet = runFile.replace(
    "  test: test.jsonl",
    "  test: test.jsonl # deepextension-ignore test-row-in-training, test-row-nearly-in-training",
  );
  await client.open(uri, quiet.replace("epochs: 4", "epochs: 1"));
  const found = await client.until(uri, (codes) => codes.includes("too-few-steps"));
  assert.ok(found.every(({ code }) => !code.startsWith("test-row")));
  assert.equal(found.find(({ code }) => code === "too-few-steps")?.severity, 2);
  const severity = { "too-few-steps": "info" };
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { deepextension: { problems: { severity } } },
  });
  await client.until(uri, (_, all) => all.some((found) => found.code === "too-few-steps" && found.severity === 3));
});

test("hints and hovers say what the file will come to", { timeout: 60_000 }, async () => {
  const uri = uriOf("a.run.yaml");
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = await client.connection.sendRequest<{ label: string; position: { line: number } }[]>(
    "textDocument/inlayHint",
    { textDocument: { uri }, range },
  );
  const at = (line: number) => hints.find(({ position }) => position.line === line)?.label ?? "";
  assert.match(at(2), /≈ .* · .* (MB|GB) \(.* – .*\)/);
  assert.match(at(4), /60 rows/);
  assert.match(at(5), /5 rows/);
  assert.match(at(8), /4\.88 M weights trained · 30 steps · about .* tokens/);
  const hover = await client.connection.sendRequest<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri },
    position: { line: 4, character: 12 },
  });
  assert.match(hover.contents.value, /Columns: `question`, `answer`/);
  assert.match(hover.contents.value, /60 rows/);
  assert.match(hover.contents.value, /Row 1: `What is 0 times three\?` → `0`/);
  const train = await client.connection.sendRequest<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri },
    position: { line: 8, character: 1 },
  });
  assert.match(train.contents.value, /\| `learning_rate` \| `0\.002` \| computed from other settings \|/);
  assert.match(train.contents.value, /\| `epochs` \| `4` \| written here \|/);
  assert.match(train.contents.value, /\| train \| .* (s|min) \| .* MB \|/);
});

test("a data file in GB18030 is read as it is and converted by one fix, the original kept", {
  timeout: 60_000,
}, async () => {
  const gbk = Buffer.from("cecacce22cb4f0b0b80ac4e3bac3c2f02ccac70ad4d9bcfbc2f02cb7f10a", "hex");
  await writeFile(path.join(folder, "问答.csv"), gbk);
  const uri = uriOf("c.run.yaml");
  const text = `version: 1\nname: c\nmodel: smollm2-135m-instruct\ndata:\n  test: 问答.csv\n  prompt: "{{问题}}"\n  answer: "{{答案}}"\nevaluate: {}\n`;
  await client.open(uri, text);
  const found = await client.until(uri, (codes) => codes.includes("encoding-read-as"));
  const [fix] = await actions(uri, found.find(({ code }) => code === "encoding-read-as")!);
  assert.equal(fix?.title, "Convert 问答.csv to UTF-8");
  const { command, arguments: args } = fix!.command!;
  await client.connection.sendRequest("workspace/executeCommand", { command, arguments: args });
  assert.equal(await readFile(path.join(folder, "问答.csv"), "utf8"), "问题,答案\n你好吗,是\n再见吗,否\n");
  assert.deepEqual(readFileSync(path.join(folder, "问答.original.csv")), gbk);
  await client.until(uri, (codes) => !codes.includes("encoding-read-as"));
});

test("the server ends when its client says so, and the other process with it", { timeout: 60_000 }, async () => {
  assert.equal(await client.shutdown(), 0);
});
