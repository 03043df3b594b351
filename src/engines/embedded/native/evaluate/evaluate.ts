import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import type { Answer, ChatMessage, Item } from "../../../../protocol/item.ts";
import type { JobOf } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { readItems } from "../items.ts";
import { chatOf, openLlama, trainContext } from "../llama.ts";
import type { Say } from "../say.ts";
import { type Chat, type Prompt, renderPrompt } from "../text/chat.ts";
import { adaptiveThreads } from "../train/threads.ts";
import { fullBatches } from "./batches.ts";
import { generate, seedOf } from "./generate.ts";
import { grammarFor, type NewGrammar } from "./grammar.ts";
import { paced } from "./pace.ts";
import { openPartial, type Partial } from "./partial.ts";

type EvaluateJob = JobOf<"evaluate">;
interface Question {
  item: Item;
  prompt: Prompt;
}

/** Asks a model all items; see the job's schema for what it leaves behind. */
export async function evaluateJob(job: EvaluateJob, say: Say): Promise<Record<string, unknown>> {
  const items = await readItems(job.items);
  const shots = job.shots === null ? [] : await readItems(job.shots);
  const llama = await openLlama(job.threads);
  const model = await llama.loadModel({ modelPath: job.model, gpuLayers: 0 });
  const chat = chatOf(model);
  if (chat.template.fallback) say({ type: "note", level: "warning", ...chat.template.fallback });
  const questions = items.map((item) => ({ item, prompt: promptOf(chat, item, shots) }));
  const partial = openPartial(job.partial);
  try {
    const open = questions.filter(({ item, prompt }) => partial.answers.get(item.id)?.prompt !== prompt.text);
    const contextSize = contextFor(open, job, model);
    const { newGrammar, ignored } = await grammarFor(model, job.decode.constrain, job.schema);
    if (ignored.length > 0) {
      say({ type: "note", level: "info", code: "schema-partly-enforced", params: { keywords: ignored.join(", ") } });
    }
    const started = performance.now();
    if (open.length > 0)
      await answerAll({ job, model, questions: open, total: items.length, contextSize, newGrammar, say, partial });
    const seconds = (performance.now() - started) / 1000;
    const answers = questions.map(({ item }) => partial.answers.get(item.id)!);
    await writeFile(
      path.join(job.out, "answers.jsonl"),
      answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""),
    );
    return factsOf(job, answers, new Set(open.map(({ item }) => item.id)), seconds);
  } finally {
    partial.close();
    await llama.dispose();
  }
}

/** The item's chat with the examples before its first turn, each a question with its answer. */
function promptOf(chat: Chat, item: Item, shots: readonly Item[]): Prompt {
  const isSystem = (message: ChatMessage) => message.role === "system";
  const examples = shots.flatMap((shot): ChatMessage[] => [
    ...shot.messages.filter((message) => !isSystem(message)),
    { role: "assistant", content: shot.answer },
  ]);
  const system = item.messages.filter(isSystem);
  const turns = item.messages.filter((message) => !isSystem(message));
  try {
    return renderPrompt(chat, [...system, ...examples, ...turns]);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError(error.code, { id: item.id, ...error.params }, { cause: error });
  }
}

/** Tokens that each slot needs: the longest prompt and an answer. Throws where the model can't see that many. */
function contextFor(questions: readonly Question[], job: EvaluateJob, model: LlamaModel): number {
  const limit = trainContext(model) ?? Number.POSITIVE_INFINITY;
  const needed = (question: Question) => question.prompt.tokens.length + job.decode.max_tokens;
  const tooLong = questions.filter((question) => needed(question) > limit);
  const [first] = tooLong;
  if (first) {
    throw new CodedError("prompt-too-long", {
      id: first.item.id,
      count: tooLong.length,
      tokens: first.prompt.tokens.length,
      max_tokens: job.decode.max_tokens,
      context: limit,
    });
  }
  return questions.reduce((most, question) => Math.max(most, needed(question)), 0);
}

interface Work {
  job: EvaluateJob;
  model: LlamaModel;
  questions: readonly Question[];
  /** Items in all, those answered before included. */
  total: number;
  contextSize: number;
  newGrammar: NewGrammar;
  say: Say;
  partial: Partial;
}

/** Answers the questions in their order, `job.slots` at a time. */
async function answerAll(work: Work): Promise<void> {
  const { job, model, questions, total, say, partial } = work;
  const slots = Math.min(job.slots, questions.length);
  const batches = fullBatches();
  const context = await model.createContext({
    contextSize: work.contextSize,
    sequences: slots,
    threads: job.threads,
    batching: {
      itemPrioritizationStrategy: paced(batches.strategy, adaptiveThreads(job.threads), (count) => {
        model.llama.maxThreads = count;
      }),
    },
  });
  const started = performance.now();
  const before = total - questions.length;
  let next = 0;
  let done = 0;
  const progress = (secondsLeft: number | null) =>
    say({ type: "progress", done: before + done, total, unit: "items", seconds_left: secondsLeft });
  const slot = async (sequence: LlamaContextSequence): Promise<void> => {
    batches.enter();
    for (let question = questions[next++]; question; question = questions[next++]) {
      partial.add(await answer(work, sequence, question));
      done += 1;
      progress(((performance.now() - started) / 1000 / done) * (questions.length - done));
    }
    batches.leave();
  };
  progress(null);
  await Promise.all(Array.from({ length: slots }, () => slot(context.getSequence())));
  await context.dispose();
}

async function answer(work: Work, sequence: LlamaContextSequence, { item, prompt }: Question): Promise<Answer> {
  const { job, model, newGrammar } = work;
  const started = performance.now();
  const seed = seedOf(job.seed, item.id);
  const { tokens, finish } = await generate(sequence, prompt.tokens, {
    decode: job.decode,
    grammar: newGrammar(),
    seed,
  });
  return {
    id: item.id,
    prompt: prompt.text,
    // The prompt's end tells a sentencepiece vocabulary whether a leading space belongs to the answer.
    answer: model.detokenize(tokens, false, prompt.tokens as Token[]),
    prompt_tokens: prompt.tokens.length,
    answer_tokens: tokens.length,
    seconds: (performance.now() - started) / 1000,
    finish,
  };
}

/** Counts are of all items; speeds are of what this attempt did, all slots together, and null where it did nothing. */
function factsOf(job: EvaluateJob, answers: readonly Answer[], asked: ReadonlySet<string>, seconds: number) {
  const tokens = (list: readonly Answer[], of: "prompt_tokens" | "answer_tokens") =>
    list.reduce((sum, answer) => sum + answer[of], 0);
  const own = answers.filter((answer) => asked.has(answer.id));
  const each = (amount: number) => (own.length > 0 ? amount / seconds : null);
  return {
    seconds,
    items: answers.length,
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
