import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { openRunLibrary, type RunLibrary } from "../../../src/extension/runs/run-library.ts";
import { identify } from "../../../src/runs/process-identity.ts";
import { cpuClock } from "../cpu-clock.ts";
import { EXAMPLE_RUN, exampleLog } from "./example-run.ts";

const OTHER_RUN = "019a6d2f-4c00-7abc-8def-0123456789ae";
let root: string;
let library: RunLibrary;
let errors: unknown[];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "运行 library-"));
  errors = [];
  library = openRunLibrary((error) => errors.push(error));
});

afterEach(async () => {
  library.dispose();
  await rm(root, { recursive: true, force: true });
  assert.deepEqual(errors, []);
});

const folderOf = (run: string) => path.join(root, ".deepextension", "runs", run);
const logOf = (run: string) => path.join(folderOf(run), "events.jsonl");

async function put(run: string, log: string, owner: object = identify()): Promise<void> {
  await mkdir(folderOf(run), { recursive: true });
  await writeFile(path.join(folderOf(run), "owner.json"), JSON.stringify(owner));
  await writeFile(logOf(run), log);
}

async function look(): Promise<void> {
  library.setRoots([root]);
  await library.refresh();
}

/** Waits for the library to notice by itself. A test that waits for what never comes is ended by its time limit. */
function noticed(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listening = library.onDidChange(() => {
      if (!holds()) return;
      listening.dispose();
      resolve();
    });
  });
}

test("a workspace without a store has no runs, and nothing is made in it", async () => {
  await look();
  assert.deepEqual(library.runs(), []);
});

test("runs are read newest first; a run that just began and has no log is not shown yet", async () => {
  await put(EXAMPLE_RUN, exampleLog());
  await put(OTHER_RUN, exampleLog({ until: "training", run: OTHER_RUN }));
  await mkdir(folderOf("019a6d30-4c00-7abc-8def-0123456789af"), { recursive: true });
  await look();
  assert.deepEqual(
    library.runs().map(({ run, state }) => [run, state.state]),
    [
      [OTHER_RUN, "running"],
      [EXAMPLE_RUN, "succeeded"],
    ],
  );
});

test("what is appended is seen, a line only when it is whole", { timeout: 20_000 }, async () => {
  const log = exampleLog({ until: "evaluating" });
  const half = log.lastIndexOf('"stage.progress"');
  await put(EXAMPLE_RUN, log.slice(0, half));
  await look();
  const stage = () =>
    library.find({ root, run: EXAMPLE_RUN })?.state.stages.find(({ id }) => id === "evaluate:reference");
  assert.equal(stage()?.progress, null);
  const seen = noticed(() => stage()?.progress?.done === 43);
  await appendFile(logOf(EXAMPLE_RUN), log.slice(half));
  await seen;
});

test("a run that somebody else starts appears, and one that is deleted goes", { timeout: 20_000 }, async () => {
  await put(EXAMPLE_RUN, exampleLog());
  await look();
  const came = noticed(() => library.runs().length === 2);
  await put(OTHER_RUN, exampleLog({ run: OTHER_RUN }));
  await came;
  const gone = noticed(() => library.runs().length === 1);
  await rm(folderOf(EXAMPLE_RUN), { recursive: true });
  await gone;
  assert.equal(library.find({ root, run: EXAMPLE_RUN }), null);
});

test("a run whose process is gone is interrupted, and was never shown as running", async () => {
  const states = new Set<string>();
  library.onDidChange(() => {
    for (const { state } of library.runs()) states.add(state.state);
  });
  await put(EXAMPLE_RUN, exampleLog({ until: "training" }), { pid: 2 ** 22 + 7, started: 1 });
  await look();
  assert.equal(library.runs()[0]?.state.state, "interrupted");
  assert.deepEqual([...states], ["interrupted"]);
});

test("torn, foreign and damaged lines cost themselves and are counted", async () => {
  const [first = "", ...rest] = exampleLog({ until: "training" }).split("\n");
  await put(EXAMPLE_RUN, [first, '{"torn', '{"v":1,"type":"from.the.future"}', ...rest].join("\n"));
  await look();
  const { state } = library.runs()[0]!;
  assert.equal(state.skipped_events, 2);
  assert.equal(state.stages[1]?.steps.length, 27);
});

test("a log that became shorter is another log: it is read anew", async () => {
  const log = exampleLog({ until: "training" });
  await put(EXAMPLE_RUN, log);
  await look();
  assert.equal(library.runs()[0]?.state.stages[1]?.steps.length, 27);
  await truncate(logOf(EXAMPLE_RUN), log.indexOf("\n") + 1);
  await library.refresh();
  assert.equal(library.runs()[0]?.state.stages[1]?.steps.length, 0);
});

test("a log that can't be read is shown as such and keeps no other from being shown", async () => {
  await mkdir(logOf(EXAMPLE_RUN), { recursive: true });
  await put(OTHER_RUN, exampleLog({ run: OTHER_RUN }));
  await look();
  const damage = library.runs().map(({ damage }) => damage !== null);
  assert.deepEqual(damage, [false, true]);
});

test("a long log is read in pieces that leave the editor responsive", async () => {
  const lines = exampleLog({ until: "training" }).trimEnd().split("\n");
  const step = JSON.parse(lines.at(-1)!);
  const more = Array.from({ length: 20_000 }, (_, index) =>
    JSON.stringify({ ...step, seq: lines.length + index + 1, step: 28 + index, steps: 20_100 }),
  );
  await put(EXAMPLE_RUN, `${[...lines, ...more].join("\n")}\n`);
  let longest = 0;
  let used = cpuClock();
  const beat = setInterval(() => {
    longest = Math.max(longest, used());
    used = cpuClock();
  }, 1);
  await look();
  clearInterval(beat);
  assert.equal(library.runs()[0]?.state.stages[1]?.steps.length, 20_027);
  assert.ok(longest < 250, `the event loop stood still for ${Math.round(longest)} ms`);
});
