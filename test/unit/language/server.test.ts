import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";

const entry = path.join(import.meta.dirname, "../../../src/language/server-main.ts");

interface Published {
  uri: string;
  diagnostics: { code: string; message: string; data: unknown; range: object }[];
}

test("a client that is no editor gets diagnostics, completion, hover, fixes, lenses and the outline over stdio", {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "deepextension 客服 "));
  const child = spawn(process.execPath, [entry, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const client = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  client.listen();
  try {
    await writeFile(path.join(folder, "train.jsonl"), '{"body": "hello", "label": "ham"}\n');
    const uri = pathToFileURL(path.join(folder, "a.run.yaml")).href;
    const published: Published[] = [];
    let wake = () => {};
    client.onNotification("textDocument/publishDiagnostics", (params: Published) => {
      published.push(params);
      wake();
    });
    const nextDiagnostics = async (): Promise<Published> => {
      while (published.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return published.shift()!;
    };

    const initialized = await client.sendRequest<{ capabilities: { hoverProvider: boolean } }>("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      locale: "zh-cn",
    });
    assert.equal(initialized.capabilities.hoverProvider, true);
    await client.sendNotification("initialized", {});

    const text = `version: 1\nname: a\nmodel: hf:org/name@main\ndata: {train: trian.jsonl, prompt: "{{boddy}}", answer: "{{label}}"}\n`;
    await client.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "deepextension-run", version: 1, text },
    });
    const first = await nextDiagnostics();
    assert.deepEqual(
      first.diagnostics.map(({ code, message }) => [code, message]),
      [["data-file-missing", "文件 trian.jsonl 不存在。是否想用 train.jsonl？"]],
    );

    const range = { start: { line: 3, character: 14 }, end: { line: 3, character: 25 } };
    await client.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: "train.jsonl" }],
    });
    const second = await nextDiagnostics();
    assert.deepEqual(
      second.diagnostics.map(({ code }) => code),
      ["column-unknown-near"],
    );

    const place = { textDocument: { uri }, position: { line: 3, character: 40 } };
    const items = await client.sendRequest<{ label: string }[]>("textDocument/completion", place);
    assert.deepEqual(
      items.map(({ label }) => label),
      ["body", "label"],
    );
    const onKey = { textDocument: { uri }, position: { line: 3, character: 8 } };
    const hover = await client.sendRequest<{ contents: { value: string } }>("textDocument/hover", onKey);
    assert.match(hover.contents.value, /data\.train/);
    const context = { diagnostics: second.diagnostics };
    const actions = await client.sendRequest<{ title: string }[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: second.diagnostics[0]!.range,
      context,
    });
    assert.deepEqual(
      actions.map(({ title }) => title),
      ["body"],
    );
    const lenses = await client.sendRequest<{ command: { arguments: string[] } }[]>("textDocument/codeLens", {
      textDocument: { uri },
    });
    assert.deepEqual(lenses[0]?.command.arguments, [uri]);
    const symbols = await client.sendRequest<{ name: string }[]>("textDocument/documentSymbol", {
      textDocument: { uri },
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["version", "name", "model", "data"],
    );

    await client.sendNotification("textDocument/didClose", { textDocument: { uri } });
    assert.deepEqual((await nextDiagnostics()).diagnostics, []);
    await client.sendRequest("shutdown");
    await client.sendNotification("exit");
    assert.equal(await exited, 0);
  } finally {
    client.dispose();
    child.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
