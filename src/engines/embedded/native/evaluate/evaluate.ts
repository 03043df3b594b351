import { open } from "node:fs/promises";
import path from "node:path";
import type { Answer } from "../../../../protocol/item.ts";
import type { JobOf } from "../../../../protocol/job.ts";
import { readItems } from "../items.ts";
import type { Say } from "../say.ts";
import { askAll } from "./ask.ts";
import { type AskedModel, openAskedModel } from "./engine.ts";
import { grammarFor } from "./grammar.ts";
import { answerKey, openPartial } from "./partial.ts";
import { contextFor, type Question, questionsOf } from "./questions.ts";

type EvaluateJob = JobOf<"evaluate">;

/** News of progress is for people: more often than this nobody could read it. */
const PROGRESS_MS = 100;
/** Lines written at once. */
const LINES = 1000;

/** Asks a model all items; see the job's schema for what it leaves behind. */
export async function evaluateJob(
  job: EvaluateJob,
  say: Say,
  openModel: (file: string) => AskedModel = openAskedModel,
): Promise<Record<string, unknown>> {
  const items = await readItems(job.items);
  const shots = job.shots === null ? [] : await readItems(job.shots);
  const model = openModel(job.model);
  if (model.chat.template.fallback) say({ type: "note", level: "warning", ...model.chat.template.fallback });
  const repeats = job.repeats ?? 1;
  const questions = questionsOf(model.chat, items, { shots, repeats });
  const partial = openPartial(job.partial);
  try {
    const kept = (question: Question) => partial.answers.get(answerKey(question))?.prompt === question.prompt.text;
    const asked = questions.filter((question) => !kept(question));
    const length = contextFor(asked, job.decode, model.trainContext);
    const grammar = openGrammar(model, job, say);
    const started = performance.now();
    if (asked.length > 0) {
      const done = progressOf(say, questions.length, asked.length);
      await askAll({
        job,
        model,
        questions: asked,
        length,
        grammar,
        onAnswer(answer) {
          partial.add(answer);
          done();
        },
      });
    }
    grammar?.free();
    const seconds = (performance.now() - started) / 1000;
    const answers = questions.map((question) => partial.answers.get(answerKey(question))!);
    await writeAnswers(path.join(job.out, "answers.jsonl"), answers);
    return { items: items.length, repeats, ...factsOf(job, answers, new Set(asked.map(answerKey)), seconds) };
  } finally {
    partial.close();
    model.close();
  }
}

function openGrammar(model: AskedModel, job: EvaluateJob, say: Say) {
  const { grammar, ignored } = grammarFor(job.decode.constrain, job.schema);
  if (ignored.length > 0) {
    say({ type: "note", level: "info", code: "schema-partly-enforced", params: { keywords: ignored.join(", ") } });
  }
  return grammar === null ? null : model.grammar(grammar);
}

/** Tells of the beginning, and of each answer that is a while after the last one told or the last of all. */
function progressOf(say: Say, total: number, asked: number) {
  const started = performance.now();
  let done = 0;
  let told = Number.NEGATIVE_INFINITY;
  const tell = (secondsLeft: number | null) => {
    told = performance.now();
    say({ type: "progress", done: total - asked + done, total, unit: "items", seconds_left: secondsLeft });
  };
  tell(null);
  return () => {
    done += 1;
    const now = performance.now();
    if (done === asked || now - told >= PROGRESS_MS) tell(((now - started) / 1000 / done) * (asked - done));
  };
}

async function writeAnswers(file: string, answers: readonly Answer[]): Promise<void> {
  const handle = await open(file, "w");
  try {
    for (let start = 0; start < answers.length; start += LINES) {
      const lines = answers.slice(start, start + LINES).map((answer) => `${JSON.stringify(answer)}\n`);
      await handle.write(lines.join(""));
    }
  } finally {
    await handle.close();
  }
}

/** Counts are of all answers; speeds are of what this attempt did, all slots together, and null where it did nothing. */
function factsOf(job: EvaluateJob, answers: readonly Answer[], asked: ReadonlySet<string>, seconds: number) {
  const tokens = (list: readonly Answer[], of: "prompt_tokens" | "answer_tokens") =>
    list.reduce((sum, answer) => sum + answer[of], 0);
  const own = answers.filter((answer) => asked.has(answerKey(answer)));
  const each = (amount: number) => (own.length > 0 ? amount / seconds : null);
  return {
    seconds,
    items_kept: answers.length - own.length,
    prompt_tokens: tokens(answers, "prompt_tokens"),
    answer_tokens: tokens(answers, "answer_tokens"),
    tokens_per_second: each(tokens(own, "answer_tokens")),
    items_per_second: each(own.length),
    cut_at_max_tokens: answers.filter((answer) => answer.finish === "length").length,
    slots: job.slots,
    threads: job.threads,
  };
}
