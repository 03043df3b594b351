import assert from "node:assert/strict";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { runStateSchema } from "../../src/protocol/cli.ts";
import { parseEvent } from "../../src/protocol/event.ts";
import { planReportSchema } from "../../src/protocol/plan.ts";
import { cli, data, temporaryFolder } from "../unit/cli/cli.ts";
import { type Asked, startChatServer, streamed, whole } from "../unit/endpoints/chat-server.ts";

const models = process.env.DEEPEXTENSION_TEST_MODELS;
const skip = models ? false : (process.env.DEEPEXTENSION_TEST_MODELS_MISSING ?? "DEEPEXTENSION_TEST_MODELS is not set");

/** A judge that likes long answers and what it is shown first; the candidate at the same address answers. */
function reply({ body }: Asked): string {
  const last = body.messages.at(-1)!.content;
  if (body.model === "grader") return JSON.stringify({ score: last.includes("Paris") ? 5 : 1 });
  if (body.model === "comparer") return JSON.stringify({ winner: "1" });
  return `The answer to: ${last.slice(0, 40)} – 巴黎`;
}

const canary = "canary-7f3a-never-to-be-written";

/** Files under a folder that hold a text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(text) ? file : [])));
  return found.flat();
}

const program = `export function score({ answer }) { return answer.length > 0; }\n`;

function runFile(url: string, model: string): string {
  return `version: 1
name: hosted
model: ${JSON.stringify(model)}
data: {test: rows.jsonl, id: id, prompt: "{{question}}", answer: "{{reply}}", stays: true}
budget: {cost: {amount: 5, currency: EUR}}
evaluate:
  primary: judge
  decode: {max_tokens: 4}
  scorers:
    - exact
    - no_refusal
    - {custom: {file: score.mjs}}
    - {judge: {endpoint: {url: "${url}", model: grader}, rubric: Is it right?, ratings: ratings.jsonl}}
    - {judge: {endpoint: {url: "${url}", model: comparer}, rubric: Which is better?, pairwise: true, name: pair}}
    - {judge: {model: ${JSON.stringify(model)}, rubric: Is it polite?, scale: [0, 1], name: local}}
  rivals:
    - name: hosted
      endpoint: {url: "${url}", model: big, key_env: CANARY_KEY, price: {input: 1000, output: 2000, currency: EUR}}
  baseline: base
`;
}

test("an endpoint is a candidate, judges and a program score: planned, run, resumed from the cache, verified", {
  skip,
}, async (context) => {
  const cwd = await temporaryFolder(context);
  const { url, asked } = await startChatServer(context, (one, response) =>
    one.body.model === "big" ? streamed(reply(one), { size: 50 })(one, response) : whole(reply(one))(one, response),
  );
  await writeFile(path.join(cwd, "hosted.run.yaml"), runFile(url, path.join(models!, "source.gguf")));
  await writeFile(path.join(cwd, "score.mjs"), program);
  const rows = [1, 2].map((id) => ({ id: String(id), question: `Capital of country ${id}?`, reply: "Paris" }));
  await writeFile(path.join(cwd, "rows.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const ratings = rows.map(({ id }) => ({ id, candidate: "hosted", score: id === "1" ? 1 : 5 }));
  await writeFile(path.join(cwd, "ratings.jsonl"), ratings.map((row) => `${JSON.stringify(row)}\n`).join(""));

  const plan = planReportSchema.parse(JSON.parse((await cli(["plan", "hosted.run.yaml", "--json"], { cwd })).stdout));
  assert.ok(plan.total.costs?.some(({ amount, currency }) => amount > 0 && currency === "EUR"));
  assert.equal(plan.total.leaves_machine_bytes, 0, "the server is on this machine");
  assert.deepEqual(
    plan.stages.filter(({ engine }) => engine === "api").map(({ id }) => id),
    ["evaluate:hosted", "score:judge/hosted", "score:judge/base", "score:judge.pair/hosted"],
  );
  assert.equal(asked.length, 0, "planning asks nobody");

  const unset = await cli(["run", "hosted.run.yaml", "--json"], { cwd });
  assert.match(unset.stderr, /endpoint-key-missing/, "said before anything is done");
  assert.equal(asked.length, 0);
  process.env.CANARY_KEY = canary;
  context.after(() => delete process.env.CANARY_KEY);
  const first = await cli(["run", "hosted.run.yaml", "--json"], { cwd });
  assert.equal(first.code, 0, first.stderr + first.stdout.slice(-1500));
  // A question for each row to the candidate, a grade of each answer of both candidates, and each pair in both orders.
  const counted = (model: string) => asked.filter(({ body }) => body.model === model).length;
  assert.deepEqual([counted("big"), counted("grader"), counted("comparer")], [2, 4, 4]);
  const events = first.stdout
    .trimEnd()
    .split("\n")
    .map((line) => parseEvent(JSON.parse(line))!);
  const transfers = events.filter((event) => event.type === "stage.transfer");
  assert.equal(
    transfers.reduce((sum, { requests }) => sum + requests, 0),
    10,
  );
  assert.equal(
    transfers.reduce((sum, { sent_bytes }) => sum + sent_bytes, 0),
    asked.reduce((sum, { bytes }) => sum + bytes, 0),
  );

  const run = runStateSchema.parse(JSON.parse((await cli(["show", "latest", "--json"], { cwd })).stdout));
  const { verdict } = run;
  const hosted = verdict!.candidates.find(({ name }) => name === "hosted")!;
  assert.equal(hosted.endpoint?.model, "big");
  assert.ok(hosted.endpoint!.cost!.amount > 0);
  const graded = verdict!.judges!.find(({ metric, candidate }) => metric === "judge" && candidate === "hosted")!;
  assert.deepEqual([graded.judged, graded.agreement?.n], [2, 2]);
  const compared = verdict!.judges!.find(({ metric }) => metric === "judge.pair")!;
  assert.deepEqual(
    compared.wins,
    { own: 0, other: 0, tie: 2 },
    "what is shown first wins, so nothing survives the swap",
  );
  assert.deepEqual([compared.consistency?.share, compared.position?.first], [0, 2]);
  const local = verdict!.judges!.filter(({ metric }) => metric === "judge.local");
  assert.equal(local.length, 2);
  assert.ok(local.every(({ judged, failures }) => judged + failures.reduce((sum, one) => sum + one.answers, 0) === 2));

  const verified = await cli(["report", "latest", "--verify"], { cwd });
  assert.equal(verified.code, 0, verified.stderr + verified.stdout);

  assert.equal(asked.find(({ body }) => body.model === "big")!.headers.authorization, `Bearer ${canary}`);
  const report = await cli(["report", "latest", "--format", "html"], { cwd });
  assert.ok(report.stdout.includes("Models behind an address"));
  for (const text of [first.stdout, first.stderr, report.stdout]) assert.ok(!text.includes(canary));
  assert.deepEqual(await filesWith(cwd, canary), [], "the key is in no file");

  // A further row: only what is new is asked, though every key has changed.
  const more = { id: "3", question: "Capital of country 3?", reply: "Paris" };
  const file = path.join(cwd, "hosted.run.yaml");
  const withoutLocal = (await readFile(file, "utf8")).replace(/^.*name: local.*\n/m, "");
  await writeFile(file, withoutLocal);
  await writeFile(path.join(cwd, "rows.jsonl"), [...rows, more].map((row) => `${JSON.stringify(row)}\n`).join(""));
  const before = asked.length;
  const second = await cli(["run", "hosted.run.yaml", "--json"], { cwd });
  assert.equal(second.code, 0, second.stderr + second.stdout.slice(-1500));
  const fresh = asked.slice(before).map(({ body }) => body.model);
  assert.deepEqual(fresh.toSorted(), ["big", "comparer", "comparer", "grader", "grader"]);
});

test("what would leave this machine is refused by check, plan and run alike, and nothing is sent", {
  skip,
}, async (context) => {
  const cwd = await temporaryFolder(context);
  const text = runFile("http://models.example/v1", path.join(models!, "source.gguf"));
  await writeFile(path.join(cwd, "hosted.run.yaml"), text);
  await writeFile(path.join(cwd, "score.mjs"), program);
  await copyFile(path.join(data, "rows.jsonl"), path.join(cwd, "rows.jsonl"));
  for (const command of ["check", "plan", "run"]) {
    const { code, stdout, stderr } = await cli([command, "hosted.run.yaml"], { cwd });
    assert.equal(code, 1, command);
    const said = stdout + stderr;
    assert.match(said, /data-stays-endpoint/, command);
    assert.match(said, /data-stays-judge/, command);
  }
});
