import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { drainToLog } from "../../../src/engines/embedded/child-log.ts";
import { lineCleaner } from "../../../src/engines/embedded/log-lines.ts";

function cleaned(...pieces: string[]): string {
  let text = "";
  const cleaner = lineCleaner((part) => {
    text += part;
  });
  for (const piece of pieces) cleaner.add(piece);
  cleaner.end();
  return text;
}

test("of a bar its last state is kept, and no colours; a line may come in pieces", () => {
  assert.equal(cleaned("loading\n 10 %\r 20 %\r100 %\ndone\n"), "loading\n100 %\ndone\n");
  assert.equal(cleaned("10 %\r", "20 %\r", "30 %", "\nend"), "30 %\nend");
  assert.equal(cleaned("\u001b[1;31mred\u001b[0m \u001b]0;title\u0007text\n"), "red text\n");
  assert.equal(cleaned("\u001b[1;3", "1mred\u001b[0m\n"), "red\n");
  assert.equal(cleaned("windows\r\nlines\r\n"), "windows\nlines\n");
  assert.equal(cleaned("客服", " 数据\n"), "客服 数据\n");
});

test("an endless line is passed on in pieces, an endless bar is not", () => {
  const line = "x".repeat(100_000);
  assert.equal(cleaned(line, "\n"), `${line}\n`);
  const bar = Array.from({ length: 20_000 }, (_, at) => `\r${at} of 20000`);
  assert.equal(cleaned(...bar, "\n"), "19999 of 20000\n");
});

function folder(context: TestContext): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "child-log 客服-"));
  context.after(() => rmSync(made, { recursive: true }));
  return made;
}

const MILLION = `
  const lines = [];
  for (let at = 0; at < 1000; at += 1) lines.push("\\r\\u001b[32m" + at + " %\\u001b[0m\\r" + "loss " + at + " ".repeat(60) + "\\n");
  const block = lines.join("");
  for (let round = 0; round < 1000; round += 1) if (!process.stdout.write(block)) await new Promise((go) => process.stdout.once("drain", go));
  console.error("the last word");`;

test("a million lines of bars and colours: memory and disk stay small, and the end is there", async (context) => {
  const file = path.join(folder(context), "engine.log");
  const child = spawn(process.execPath, ["--input-type=module", "-e", MILLION], { stdio: ["ignore", "pipe", "pipe"] });
  let peak = 0;
  const before = process.memoryUsage().rss;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss - before);
  }, 20);
  const log = drainToLog(child, file, (reason) => assert.fail(reason), 4 * 1024 * 1024);
  await once(child, "close");
  await log.written();
  clearInterval(watch);
  assert.equal(log.meaningfulLine(), "the last word");
  assert.match(readFileSync(file, "utf8"), /loss 999 +\n/);
  for (const control of ["\r", "\u001b"]) assert.ok(!readFileSync(file, "utf8").includes(control));
  assert.ok(existsSync(`${file}.1`), "the older part was put aside");
  const bytes = statSync(file).size + statSync(`${file}.1`).size;
  assert.ok(bytes < 10 * 1024 * 1024, `${bytes} bytes on disk of some 80 million printed`);
  assert.ok(peak < 150e6, `${Math.round(peak / 1e6)} MB more than before`);
});

test("a log that can't be written is said once, and the child is read to its end all the same", async (context) => {
  const reasons: string[] = [];
  const script = 'for (let at = 0; at < 20000; at += 1) console.log("line " + at); console.error("the last word");';
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "pipe"] });
  const log = drainToLog(child, path.join(folder(context), "missing", "engine.log"), (reason) => reasons.push(reason));
  const [code] = await once(child, "close");
  await log.written();
  assert.equal(code, 0);
  assert.equal(reasons.length, 1);
  assert.equal(log.meaningfulLine(), "the last word");
});
