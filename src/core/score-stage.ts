import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseItems } from "../data/items.ts";
import { hashFile } from "../disk/files.ts";
import { runProgram } from "../engines/program/run.ts";
import { judgeables, judgeItems, judgementsOf } from "../evaluation/judging/judgement.ts";
import { replySchema, replyTokens } from "../evaluation/judging/prompt.ts";
import type { ScoreMaker, Stage, StageWork } from "../plan/stage.ts";
import type { Answer, Item } from "../protocol/item.ts";
import type { Job } from "../protocol/job.ts";
import { CodedError } from "../protocol/problem.ts";
import { artifactFile, type Places, pathOf } from "../runs/jobs.ts";
import type { Here } from "../runs/stage.ts";
import { readAnswers } from "./compare-stage.ts";
import { askEndpoint, type EndpointWorld } from "./endpoint-stage.ts";

type ScoreWork = Extract<StageWork, { kind: "score" }>;
type Judge = Extract<ScoreMaker, { by: "judge" }>;

export interface ScoreWorld extends EndpointWorld {
  places: Places;
  /** The run file's folder: programs are named relative to it. */
  folder: string;
}

/** Scores one candidate's answers by a judge or a program, and writes `judgements.jsonl`, a line for each answer. */
export async function executeScore(stage: Stage, out: string, here: Here, world: ScoreWorld) {
  const { work } = stage;
  if (work.kind !== "score") throw new Error(`${stage.id} scores nothing`);
  const items = parseItems(await readFile(world.workspace.dataFile(work.items), "utf8"));
  const answersOf = async (id: string) => readAnswers(path.join((await here.found(id)).folder, artifactFile.answers));
  const answers = await answersOf(work.answers);
  const { maker } = work;
  if (maker.by === "custom") return scoreByProgram(maker, { items, answers, out, here, world });
  const against = work.against === null ? null : await answersOf(work.against);
  return judgeAnswers(maker, { work, items, answers, against, out, here, world });
}

interface Judging {
  work: ScoreWork;
  items: Item[];
  answers: Answer[];
  against: Answer[] | null;
  out: string;
  here: Here;
  world: ScoreWorld;
}

async function judgeAnswers(maker: Judge, { items, answers, against, out, here, world }: Judging) {
  const pairs = judgeables(items, answers, against);
  await mkdir(here.left, { recursive: true });
  const questions = path.join(here.left, "judge-items.jsonl");
  let total = 0;
  const lines: string[] = [];
  for (const item of judgeItems(pairs, maker)) {
    lines.push(JSON.stringify(item));
    total += 1;
  }
  await writeFile(questions, lines.map((line) => `${line}\n`).join(""));
  const schema = JSON.stringify(replySchema(against !== null, maker));
  const replied = path.join(here.left, "replies");
  await mkdir(replied, { recursive: true });
  const decode = { temperature: 0, max_tokens: replyTokens(maker), constrain: "schema" as const };
  const done = await ask(maker, { questions, total, schema, decode, out: replied, here, world });
  const replies = new Map<string, Pick<Answer, "answer" | "finish">>();
  for (const { id, answer, finish } of await readAnswers(path.join(replied, artifactFile.answers))) {
    replies.set(id, { answer, finish });
  }
  const judgements = [...judgementsOf(pairs, replies, maker)];
  await writeFile(
    path.join(out, artifactFile.judgements),
    judgements.map((one) => `${JSON.stringify(one)}\n`).join(""),
  );
  const failed = judgements.filter(({ score }) => score === null).length;
  return {
    peak_memory_bytes: done.peak_memory_bytes,
    facts: { ...done.facts, judge: judgeName(maker), judged: judgements.length - failed, judge_failures: failed },
  };
}

interface Asking {
  questions: string;
  total: number;
  schema: string;
  decode: Extract<Job, { kind: "evaluate" }>["decode"];
  out: string;
  here: Here;
  world: ScoreWorld;
}

async function ask({ model }: Judge, { questions, total, schema, decode, out, here, world }: Asking) {
  if (total === 0) {
    await writeFile(path.join(out, artifactFile.answers), "");
    return { peak_memory_bytes: null, facts: {} };
  }
  if (model.from === "endpoint") {
    const asked = { items: questions, shots: null, total, decode, repeats: 1, schema, out };
    return { peak_memory_bytes: null, facts: await askEndpoint(model.endpoint, asked, here, world) };
  }
  const { places } = world;
  return here.executeJob({
    kind: "evaluate",
    model: pathOf(model, places),
    items: questions,
    decode,
    schema,
    shots: null,
    out,
    partial: path.join(here.left, "judge-answers.jsonl"),
    threads: places.threads,
    slots: places.slots,
    seed: 0,
  });
}

/** The judge as reports name it. */
export function judgeName({ model }: Judge): string {
  if (model.from === "model") return model.model;
  return `${model.endpoint.model} (${new URL(model.endpoint.url).host})`;
}

interface Programmed {
  items: Item[];
  answers: Answer[];
  out: string;
  here: Here;
  world: ScoreWorld;
}

async function scoreByProgram(
  { file, sha256, timeout, memory }: Extract<ScoreMaker, { by: "custom" }>,
  { items, answers, out, here, world }: Programmed,
) {
  const program = path.resolve(world.folder, file);
  if ((await hashFile(program)) !== sha256) throw new CodedError("input-changed", { file });
  const byId = new Map(items.map((item) => [item.id, item]));
  const cases = answers.flatMap((answer) => {
    const item = byId.get(answer.id);
    return item ? [{ item, answer }] : [];
  });
  const started = performance.now();
  const results = await runProgram({
    program,
    cases: cases.map(({ item, answer }) => ({
      id: item.id,
      messages: item.messages,
      expected: item.answer,
      answer: answer.answer,
    })),
    timeout,
    memory_mb: memory,
    signal: here.signal,
    log: here.log,
    onProgress: (done) =>
      here.relay({ type: "progress", done, total: cases.length, unit: "items", seconds_left: null }),
  });
  const lines = results.map((result, index) => {
    const { answer } = cases[index]!;
    return { id: answer.id, repeat: answer.repeat ?? 0, ...result };
  });
  await writeFile(path.join(out, artifactFile.judgements), lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const failed = results.filter(({ score }) => score === null).length;
  const seconds = (performance.now() - started) / 1000;
  return { peak_memory_bytes: null, facts: { program: file, items: cases.length, failed, seconds } };
}
