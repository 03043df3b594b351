import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import type { QueueReport, StopReport } from "../../src/protocol/cli.ts";
import type { RunState } from "../../src/protocol/run-state.ts";
import { readRun, runIds } from "../../src/runs/list.ts";
import { readOwner } from "../../src/runs/owner.ts";
import { groupOf, identify } from "../../src/runs/process-identity.ts";
import { workspaceAt } from "../../src/runs/workspace.ts";
import { damageOf } from "./check-store.ts";
import { type Experiment, experiment } from "./experiment.ts";
import { prepared } from "./prepared.ts";
import { processesOf, run, signal, start, until } from "./processes.ts";

const skip = process.platform === "linux" ? false : "processes are looked at through /proc";
/** Slow enough that a run is caught in its midst on any machine: a training of 8 steps takes more than three seconds. */
const SLOW = { DEEPEXTENSION_TEST_PACE: "400" };

describe("a run that belongs to no window", { skip }, () => {
  const made = prepared();

  async function here(context: TestContext, name?: string): Promise<Experiment> {
    const made = await experiment(name === undefined ? {} : { changes: (text) => text.replace("weather", name) });
    context.after(() => made.remove());
    return made;
  }

  const json = async <T>(at: Pick<Experiment, "root" | "env">, ...args: string[]): Promise<T> => {
    const { stdout, stderr } = await run(made.program, at, [...args, "--json"]);
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout) as T;
  };

  async function detached(at: Experiment, more: Record<string, string> = SLOW): Promise<string> {
    const { code, stdout, stderr } = await run(made.program, at, ["run", at.file, "--detach", "--json"], more);
    assert.equal(code, 0, stderr);
    return (JSON.parse(stdout) as { run: string }).run;
  }

  const stateOf = (at: Experiment, id: string): Promise<RunState> => readRun(workspaceAt(at.root), id);
  const training = (at: Experiment, id: string) =>
    until("some optimizer steps", async () => {
      const { stages } = await stateOf(at, id);
      return (stages.find(({ kind }) => kind === "train")?.checkpoint_step ?? 0) >= 2;
    });
  const over = (at: Experiment, id: string) =>
    until("the run's end", async () => {
      const state = await stateOf(at, id);
      return state.finished_at !== null && state;
    });

  test("it leads a session of its own and outlives what started it; stop keeps a checkpoint, resume ends the same", async (context) => {
    const at = await here(context);
    const id = await detached(at);
    const owner = await readOwner(workspaceAt(at.root).runFolder(id));
    assert.equal(groupOf(owner!.pid), owner!.pid);
    signal(owner!.pid, "SIGHUP"); // the terminal or the connection went away
    await training(at, id);

    const stopped = await json<StopReport>(at, "stop", id);
    assert.equal(stopped.outcome, "stopped");
    assert.deepEqual(processesOf(made.program), [], "its processes are gone when stop returns");
    const state = await stateOf(at, id);
    assert.equal(state.state, "cancelled");
    const train = state.stages.find(({ kind }) => kind === "train");
    assert.equal(train?.state, "cancelled");
    assert.equal(train?.checkpoint_step, train?.steps.length, "the last step that was made is in a checkpoint");

    const resumed = await run(made.program, at, ["resume", id, "--json"]);
    assert.equal(resumed.code, 0, resumed.stderr);
    const after = await stateOf(at, id);
    assert.deepEqual([after.state, after.attempt], ["succeeded", 2]);
    assert.deepEqual(
      after.stages.find(({ kind }) => kind === "train")?.steps.map(({ step }) => step),
      [1, 2, 3, 4, 5, 6, 7, 8],
      "its curve has every step, once",
    );
    assert.ok(after.seconds >= state.seconds, "its clock went on");
    assert.deepEqual(await damageOf(at, made.expected, 0), { corrupt: [], lost: [], duplicates: [] });
  });

  test("its supervisor killed: interrupted, the child ends too, and resume goes on from the checkpoint", async (context) => {
    const at = await here(context);
    const id = await detached(at);
    await training(at, id);
    const owner = await readOwner(workspaceAt(at.root).runFolder(id));
    signal(owner!.pid, "SIGKILL");
    await until("the state says so", async () => (await stateOf(at, id)).state === "interrupted", 10);
    await until("no orphan", () => processesOf(made.program).length === 0, 30);
    const resumed = await run(made.program, at, ["resume", id, "--json"]);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stdout, /"type":"train.resumed"/);
    assert.deepEqual(await damageOf(at, made.expected, 1), { corrupt: [], lost: [], duplicates: [] });
  });

  test("a supervisor that does not answer is ended with its whole group, by its identity", async (context) => {
    const at = await here(context);
    const id = await detached(at);
    await training(at, id);
    const owner = await readOwner(workspaceAt(at.root).runFolder(id));
    signal(owner!.pid, "SIGSTOP");
    const { outcome } = await json<StopReport>(at, "stop", id, "--grace", "0.5");
    assert.equal(outcome, "killed");
    assert.deepEqual(processesOf(made.program), []);
    assert.equal((await stateOf(at, id)).state, "interrupted");
  });

  test("a stranger that got the pid is neither asked nor signalled", async (context) => {
    const at = await here(context);
    const id = await detached(at);
    await json<StopReport>(at, "stop", id);
    const stranger = start(made.program, at, ["logs", "nothing"]); // any process of ours will do
    await stranger.ended;
    const folder = workspaceAt(at.root).runFolder(id);
    const events = (await readFile(path.join(folder, "events.jsonl"), "utf8")).trimEnd().split("\n");
    await writeFile(path.join(folder, "events.jsonl"), `${events.slice(0, -1).join("\n")}\n`); // as if it had been killed
    const mine = identify();
    const reused = { ...mine, started: mine.started! - 1000, nonce: "n", leads_group: true };
    await writeFile(path.join(folder, "owner.json"), JSON.stringify(reused));
    // This very test has the pid: were it signalled, it would not come to its end.
    assert.equal((await json<StopReport>(at, "stop", id)).outcome, "not-running");
    assert.equal((await stateOf(at, id)).state, "interrupted");
  });

  test("two that start the same at once: one run, and both show it", async (context) => {
    const at = await here(context);
    const all = await Promise.all(
      [1, 2, 3].map(() => run(made.program, at, ["run", at.file, "--detach", "--json"], SLOW)),
    );
    for (const { code, stderr } of all) assert.equal(code, 0, stderr);
    const reports = all.map(({ stdout }) => JSON.parse(stdout) as { run: string; already: boolean });
    assert.equal(new Set(reports.map((report) => report.run)).size, 1);
    assert.equal(reports.filter(({ already }) => !already).length, 1);
    const ids = await runIds(workspaceAt(at.root));
    assert.deepEqual(ids, [reports[0]!.run]);
    // A third one, in a terminal, follows the run to its end.
    const attached = start(made.program, at, ["run", at.file, "--json"]);
    const end = await attached.ended;
    assert.equal(end.code, 0, end.stderr);
    assert.match(end.stderr, /is doing exactly this already; following it/);
    assert.match(end.stdout.trimEnd().split("\n").at(-1)!, /"type":"run.finished","state":"succeeded"/);
    assert.deepEqual(await damageOf(at, made.expected, 0), { corrupt: [], lost: [], duplicates: [] });
  });

  test("one queue for all workspaces: one at a time, the order is seen and changed, who waits can be stopped", async (context) => {
    const first = await here(context, "first");
    const others = await Promise.all(["second", "third", "fourth"].map((name) => here(context, name)));
    for (const other of others) other.env = { ...other.env, DEEPEXTENSION_CACHE: first.env.DEEPEXTENSION_CACHE! };
    const id = await detached(first, { DEEPEXTENSION_TEST_PACE: "10000" }); // it computes for as long as this test needs it to
    const waiting: string[] = [];
    for (const other of others) {
      waiting.push(await detached(other));
      const place = waiting.length;
      await until("it is queued", async () => (await stateOf(other, waiting.at(-1)!)).queue?.position === place);
    }
    const [second, third, fourth] = waiting as [string, string, string];
    const names = ({ runs }: QueueReport) => runs.map(({ name, position }) => `${position ?? "-"} ${name}`);
    assert.deepEqual(names(await json(first, "queue")), ["- first", "1 second", "2 third", "3 fourth"]);
    const moved = await json<QueueReport>(first, "queue", "move", fourth, "first");
    assert.deepEqual(names(moved), ["- first", "1 fourth", "2 second", "3 third"]);
    assert.deepEqual(names(await json(first, "queue", "move", third, "up")), [
      "- first",
      "1 fourth",
      "2 third",
      "3 second",
    ]);
    assert.deepEqual(names(await json(first, "queue", "move", fourth, "down")), [
      "- first",
      "1 third",
      "2 fourth",
      "3 second",
    ]);
    await until("its log says its new place", async () => (await stateOf(others[0]!, second)).queue?.position === 3);
    const queued = await stateOf(others[0]!, second);
    assert.equal(queued.state, "queued");
    assert.deepEqual(queued.queue?.running, [id]);

    assert.equal((await json<StopReport>(others[0]!, "stop", second)).outcome, "stopped");
    assert.equal((await json<StopReport>(others[2]!, "stop", fourth)).outcome, "stopped");
    assert.equal((await stateOf(others[0]!, second)).state, "cancelled");
    // The one that computes is killed: its place is free at once, for whoever is next.
    signal((await readOwner(workspaceAt(first.root).runFolder(id)))!.pid, "SIGKILL");
    await until("the next one starts", async () => (await stateOf(others[1]!, third)).stages.length > 0);
    await json<StopReport>(others[1]!, "stop", third);
    assert.deepEqual(names(await json(first, "queue")), []);
    const left = await readdir(path.join(first.env.DEEPEXTENSION_CACHE!, "queue", "cpu", "tickets"));
    assert.deepEqual(left, []);
  });

  test("resuming what has changed is refused with the stages that did; nothing is written to the run", async (context) => {
    const at = await here(context);
    const id = await detached(at);
    await training(at, id);
    await json<StopReport>(at, "stop", id);
    const log = path.join(workspaceAt(at.root).runFolder(id), "events.jsonl");
    const before = await readFile(log, "utf8");
    await writeFile(path.join(at.root, "train.jsonl"), '{"id":"x","question":"new?","answer":"answer 1"}\n'.repeat(1));
    const { code, stderr } = await run(made.program, at, ["resume", id]);
    assert.equal(code, 1);
    assert.match(stderr, /resume-changed/);
    assert.match(stderr, /train, merge/);
    assert.equal(await readFile(log, "utf8"), before);
  });

  test("a store of a newer version is shown and not changed", async (context) => {
    const at = await here(context);
    const id = await detached(at, {});
    await over(at, id);
    await writeFile(path.join(at.root, ".deepextension", "store.json"), '{"version":99}');
    const { code, stderr } = await run(made.program, at, ["run", at.file]);
    assert.equal(code, 1);
    assert.match(stderr, /written by a newer version .*can be read, not changed.*\(store-newer\)/s);
    assert.deepEqual(await runIds(workspaceAt(at.root)), [id]);
    const shown = await json<RunState>(at, "show", id);
    assert.equal(shown.state, "succeeded");
  });

  test("a budget of hours that is used up stops the run with a checkpoint, and says why", async (context) => {
    const at = await experiment({ changes: (text) => `${text}budget: {hours: 0.0005}\n` });
    context.after(() => at.remove());
    const id = await detached(at);
    const state = await over(at, id);
    assert.deepEqual([state.state, state.error?.code], ["cancelled", "budget-hours-reached"]);
    assert.deepEqual(
      state.alarms?.map(({ alarm }) => alarm),
      ["alarm-budget-hours"],
    );
  });
});
