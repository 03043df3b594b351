import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { holderOf, type Lock, takeLock, tryLock } from "../../../src/runs/lock.ts";
import { identify, isAlive } from "../../../src/runs/process-identity.ts";

const never = new AbortController().signal;
const contender = fileURLToPath(new URL("children/contender.ts", import.meta.url));
let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "deepextension 客服-"));
  folder = path.join(root, "locks", "stage-k");
});
afterEach(() => rm(root, { recursive: true, force: true }));

function idle(): ChildProcess {
  return spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

test("a living holder's lock is waited for; the wait can be cancelled", async () => {
  const first = await takeLock({ folder, run: "first", signal: never });
  const impatient = new AbortController();
  let holder = "";
  const second = takeLock({
    folder,
    run: "second",
    signal: impatient.signal,
    onWait: (run) => {
      holder = run;
      impatient.abort();
    },
  });
  await assert.rejects(second, { name: "AbortError" });
  assert.equal(holder, "first");
  await first.release();
  const third = await takeLock({ folder, run: "third", signal: never });
  await third.release();
  assert.deepEqual(await readdir(path.dirname(folder)), [], "nothing of a released lock stays behind");
});

test("claims of the dead, of an earlier boot and torn ones count for nothing", async () => {
  const dead = idle();
  const identity = identify(dead.pid);
  await killed(dead);
  await mkdir(folder, { recursive: true });
  const claims = {
    dead: JSON.stringify({ ...identity, run: "dead" }),
    reused: JSON.stringify({ ...identify(), started: (identify().started ?? 0) - 1, run: "reused pid" }),
    boot: JSON.stringify({ ...identify(), boot: "another boot", run: "rebooted" }),
    torn: '{"pid":',
  };
  for (const [name, content] of Object.entries(claims)) {
    if (process.platform === "linux" || (name !== "reused" && name !== "boot"))
      await writeFile(path.join(folder, name), content);
  }
  const lock = await takeLock({ folder, run: "mine", signal: never });
  const [only, ...others] = await readdir(folder);
  assert.deepEqual(others, []);
  assert.match(await readFile(path.join(folder, only!), "utf8"), /"run":"mine"/);
  await lock.release();
});

test("a dead holder's child keeps the lock until it has ended too", async () => {
  const child = idle();
  const parent = idle();
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "p"), JSON.stringify({ ...identify(parent.pid), run: "killed" }));
  await writeFile(path.join(folder, "c"), JSON.stringify({ ...identify(child.pid), run: "killed", parent: "p" }));
  await killed(parent);
  const result = await tryLock({ folder, run: "next" });
  assert.ok("holder" in result);
  assert.equal(result.holder.pid, child.pid);
  await killed(child);
  assert.ok("lock" in (await tryLock({ folder, run: "next" })));
});

test("a child that outlives its parent by more than it may is ended, by its identity", {
  skip: process.platform !== "linux",
}, async () => {
  const child = idle();
  const stranger = idle();
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "c"), JSON.stringify({ ...identify(child.pid), run: "killed", parent: "gone" }));
  const gone = once(child, "exit");
  const lock = await takeLock({ folder, run: "next", signal: never, orphanGraceMs: 1 });
  await gone;
  await lock.release();
  assert.ok(isAlive(identify(stranger.pid)), "nobody else is touched");
  await killed(stranger);
});

test("a lock says who holds it, and nobody when it is free", async () => {
  assert.equal(await holderOf(folder), null);
  const lock = await takeLock({ folder, run: "mine", signal: never });
  assert.equal((await holderOf(folder))?.run, "mine");
  const forget = await lock.addChild(process.pid);
  assert.equal((await holderOf(folder))?.parent, undefined, "the holder is named before its children");
  await forget();
  await lock.release();
});

test("processes that contend, and are killed while they hold it, are never in it two at once", async () => {
  const log = path.join(root, "entries.log");
  const children = Array.from({ length: 4 }, (_, index) =>
    spawn(process.execPath, [contender, folder, log, "12", index === 0 ? "5" : "never"], { stdio: "inherit" }),
  );
  await Promise.all(children.map((child) => once(child, "exit")));
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
  let inside: string | null = null;
  for (const line of lines) {
    const [what, who] = line.split(" ") as [string, string];
    // The first one dies inside, on purpose: its lock is the next one's.
    if (what === "in" && inside === `${children[0]?.pid}`) inside = null;
    if (what === "in") assert.equal(inside, null, `${who} came in while ${inside} was there`);
    inside = what === "in" ? who : null;
  }
  const entries = lines.filter((line) => line.startsWith("in")).length;
  assert.equal(entries, 3 * 12 + 5);
});

test("of two that try at the same moment never both get it", async () => {
  for (let round = 0; round < 20; round += 1) {
    const results = await Promise.all([tryLock({ folder, run: "a" }), tryLock({ folder, run: "b" })]);
    const locks = results.flatMap((result): Lock[] => ("lock" in result ? [result.lock] : []));
    assert.ok(locks.length <= 1);
    for (const lock of locks) await lock.release();
  }
});
