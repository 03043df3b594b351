import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { meaningfulLine } from "../../../src/engines/embedded/child-log.ts";
import { executeJob } from "../../../src/engines/embedded/engine.ts";
import type { WorkerMessage } from "../../../src/protocol/job.ts";

const child = fileURLToPath(new URL("children/talks.mjs", import.meta.url));

function setUp(t: TestContext, execPath?: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "engine 客服-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const controller = new AbortController();
  const messages: WorkerMessage[] = [];
  const log = path.join(folder, "stage.log");
  let heard = () => {};
  const firstMessage = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const run = (script: string) =>
    executeJob(
      { kind: "convert", source: script, out: folder, threads: 1 },
      {
        child,
        signal: controller.signal,
        onMessage: (message) => {
          messages.push(message);
          heard();
        },
        log,
        ...(execPath ? { execPath } : {}),
      },
    );
  return { run, messages, firstMessage, controller, log: () => readFileSync(log, "utf8") };
}

test("messages, result and output of a child that does its work", async (t) => {
  const { run, messages, log } = setUp(t);
  assert.deepEqual(await run("done"), { peak_memory_bytes: 123, facts: { threads: 1 } });
  assert.deepEqual(messages, [{ type: "progress", done: 1, total: 2, unit: "tensors", seconds_left: 0.5 }]);
  assert.match(log(), /on stdout/);
  assert.match(log(), /on stderr/);
});

test("a failure keeps its code and parameters", async (t) => {
  const { run } = setUp(t);
  await assert.rejects(run("failed"), { code: "quantize-failed", params: { type: "x", reason: "y" } });
});

test("a child that aborts is a crash with the assertion's text", async (t) => {
  const { run } = setUp(t);
  await assert.rejects(run("dies"), (error: { code: string; params: Record<string, string> }) => {
    assert.equal(error.code, "native-crash");
    assert.equal(error.params.detail, "/src/ggml/src/ggml.c:42: GGML_ASSERT(a == b) failed");
    if (process.platform !== "win32") assert.equal(error.params.signal, "SIGABRT");
    return true;
  });
});

test("a child that speaks another language is ended", async (t) => {
  const { run } = setUp(t);
  await assert.rejects(run("nonsense"), (error: { code: string; params: { detail: string } }) => {
    assert.equal(error.code, "internal-error");
    assert.match(error.params.detail, /shout/);
    return true;
  });
});

test("much output does not block the child and all of it is in the log", async (t) => {
  const { run, log } = setUp(t);
  await run("floods");
  assert.equal(log().length, 4096 * 1024);
});

test("a stop is told, and heard", async (t) => {
  const { run, firstMessage, controller } = setUp(t);
  const result = run("lingers");
  await firstMessage;
  controller.abort();
  await assert.rejects(result, { code: "cancelled" });
});

test("a child that does not listen is killed after the grace period", async (t) => {
  const { run, firstMessage, controller, messages } = setUp(t);
  const result = run("deaf");
  await firstMessage;
  const started = performance.now();
  controller.abort();
  await assert.rejects(result, { code: "cancelled" });
  assert.ok(performance.now() - started > 1500);
  const [message] = messages;
  assert.ok(message?.type === "progress");
  assert.throws(() => process.kill(message.done, 0), { code: "ESRCH" });
});

test("what is stopped already is not started", async (t) => {
  const { run, controller, messages } = setUp(t);
  controller.abort();
  await assert.rejects(run("done"), { code: "cancelled" });
  assert.deepEqual(messages, []);
});

test("a runtime that is not there", async (t) => {
  const { run } = setUp(t, path.join(os.tmpdir(), "no-such-runtime"));
  await assert.rejects(run("done"), { code: "child-not-started" });
});

test("the line that says why a process died", () => {
  assert.equal(
    meaningfulLine("loading\n/a/b.cpp:7: GGML_ASSERT(x) failed\n[New LWP 1]\n"),
    "/a/b.cpp:7: GGML_ASSERT(x) failed",
  );
  assert.equal(meaningfulLine("terminate called after throwing\n  what():  bad\nAborted\n"), "what():  bad");
  assert.equal(
    meaningfulLine(
      "    throw new ERR()\n\nError [ERR_MODULE_NOT_FOUND]: Cannot find x\n    at y\n\nNode.js v24.21.0\n",
    ),
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find x",
  );
  assert.equal(meaningfulLine("one\n\ntwo\n\n"), "two");
  assert.equal(meaningfulLine(""), "");
});
