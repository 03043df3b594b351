import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { test } from "node:test";

const main = path.resolve(import.meta.dirname, "..", "..", "..", "src", "cli", "main.ts");

function message(value: unknown): string {
  const body = JSON.stringify(value);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

test("`lsp --stdio` answers an editor and ends with it", { timeout: 30_000 }, async () => {
  const child = spawn(process.execPath, [main, "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  let text = "";
  const answered = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("completionProvider")) resolve();
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const params = { processId: process.pid, rootUri: null, capabilities: {} };
  child.stdin.write(message({ jsonrpc: "2.0", id: 1, method: "initialize", params }));
  await answered;
  child.stdin.write(message({ jsonrpc: "2.0", id: 2, method: "shutdown" }));
  child.stdin.write(message({ jsonrpc: "2.0", method: "exit" }));
  assert.equal(await ended, 0);
});
