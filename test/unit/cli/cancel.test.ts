import assert from "node:assert/strict";
import { test } from "node:test";
import { endOf, startCli, temporaryFolder } from "./cli.ts";
import { workspaceWithRun } from "./workspaces.ts";

const posix = { skip: process.platform === "win32" && "Windows has no such signals" };

/** A command that goes on for as long as the run does: it never ends by itself. */
async function endless(context: Parameters<typeof temporaryFolder>[0], ipc = false) {
  const cwd = await temporaryFolder(context);
  await workspaceWithRun(cwd, { over: false });
  const child = startCli(["logs", "latest", "-f"], { cwd, ipc });
  const ended = endOf(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return { child, ended };
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} cancels: exit code 130`, posix, async (context) => {
    const { child, ended } = await endless(context);
    child.kill(signal);
    const { code, stderr } = await ended;
    assert.equal(code, 130);
    assert.match(stderr, /Stopping/);
  });
}

test("the end of the program that started it cancels too", async (context) => {
  const { child, ended } = await endless(context, true);
  child.disconnect();
  assert.equal((await ended).code, 130);
});

test("a channel alone does not keep a command from ending", async () => {
  const { code } = await endOf(startCli(["--version"], { ipc: true }));
  assert.equal(code, 0);
});
