import type { Answer } from "../../../../protocol/item.ts";
import type { JobOf } from "../../../../protocol/job.ts";
import type { Decoder, SequenceId } from "../decode/decoder.ts";
import type { Grammar } from "../decode/sampler.ts";
import type { AskedModel } from "./engine.ts";
import { type Question, seedOf } from "./questions.ts";

export interface Asking {
  job: Pick<JobOf<"evaluate">, "decode" | "slots" | "threads" | "seed" | "repeats">;
  model: AskedModel;
  questions: readonly Question[];
  /** Tokens of the longest prompt and its answer. */
  length: number;
  grammar: Grammar | null;
  onAnswer(answer: Answer): void;
}

interface Running {
  question: Question;
  started: number;
  tokens: number[];
}

/** Answers the questions, begun in their order, `job.slots` at a time. */
export async function askAll(asking: Asking): Promise<void> {
  const { job, model, questions } = asking;
  const slots = Math.min(job.slots, questions.length);
  const decoder = model.openDecoder({ slots, length: asking.length, threads: job.threads });
  const running = new Map<SequenceId, Running>();
  let next = 0;
  try {
    while (next < questions.length || decoder.open() > 0) {
      for (; next < questions.length && decoder.open() < slots; next += 1) {
        const question = questions[next]!;
        running.set(begin(decoder, asking, question), { question, started: performance.now(), tokens: [] });
      }
      for (const { sequence, token, finish } of await decoder.step()) {
        const each = running.get(sequence)!;
        if (token !== null) each.tokens.push(token);
        if (finish === null) continue;
        running.delete(sequence);
        asking.onAnswer(answerOf(asking, each, finish));
      }
    }
  } finally {
    decoder.close();
  }
}

function begin(decoder: Decoder, { job, grammar }: Asking, question: Question): SequenceId {
  const { temperature, max_tokens } = job.decode;
  const seed = seedOf(job.seed, question);
  return decoder.add({
    prompt: question.prompt.tokens,
    maxTokens: max_tokens,
    sampling: { temperature, seed, ...(grammar ? { grammar } : {}) },
  });
}

function answerOf({ job, model }: Asking, { question, started, tokens }: Running, finish: Answer["finish"]): Answer {
  const { id, prompt, repeat } = question;
  return {
    id,
    ...((job.repeats ?? 1) > 1 ? { repeat } : {}),
    prompt: prompt.text,
    // The prompt's end tells a sentencepiece vocabulary whether a leading space belongs to the answer.
    answer: model.textOf(tokens, prompt.tokens),
    prompt_tokens: prompt.tokens.length,
    answer_tokens: tokens.length,
    seconds: (performance.now() - started) / 1000,
    finish,
  };
}
