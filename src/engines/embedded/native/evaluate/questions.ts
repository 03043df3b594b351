import { createHash } from "node:crypto";
import { withShots } from "../../../../data/shots.ts";
import type { Item } from "../../../../protocol/item.ts";
import type { JobOf } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { type Chat, type Prompt, renderPrompt } from "../text/chat.ts";

/** One answer that is wanted. */
export interface Question {
  id: string;
  prompt: Prompt;
  /** Which of the answers to its item, from 0. */
  repeat: number;
}

/** All answers that are wanted, an item's side by side so that its prompt is computed once. */
export function questionsOf(
  chat: Chat,
  items: readonly Item[],
  options: { shots: readonly Item[]; repeats: number },
): Question[] {
  return items.flatMap((item) => {
    const prompt = promptOf(chat, item, options.shots);
    return Array.from({ length: options.repeats }, (_, repeat) => ({ id: item.id, prompt, repeat }));
  });
}

function promptOf(chat: Chat, item: Item, shots: readonly Item[]): Prompt {
  try {
    return renderPrompt(chat, withShots(item, shots));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError(error.code, { id: item.id, ...error.params }, { cause: error });
  }
}

/** Tokens that each slot needs: the longest prompt and an answer. Throws where the model can't see that many. */
export function contextFor(
  questions: readonly Question[],
  { max_tokens }: JobOf<"evaluate">["decode"],
  limit: number | null,
): number {
  const needed = ({ prompt }: Question) => prompt.tokens.length + max_tokens;
  const tooLong = questions.filter((question) => needed(question) > (limit ?? Number.POSITIVE_INFINITY));
  const [first] = tooLong;
  if (first) {
    throw new CodedError("prompt-too-long", {
      id: first.id,
      count: new Set(tooLong.map(({ id }) => id)).size,
      tokens: first.prompt.tokens.length,
      max_tokens,
      context: limit ?? 0,
    });
  }
  return questions.reduce((most, question) => Math.max(most, needed(question)), 0);
}

/** A seed for each answer, so that it does not depend on which slot gave it or on what was asked before. */
export function seedOf(seed: number, { id, repeat }: Pick<Question, "id" | "repeat">): number {
  const text = repeat === 0 ? `${seed}\n${id}` : `${seed}\n${id}\n${repeat}`;
  return createHash("sha256").update(text).digest().readUInt32LE();
}
