import type { Item } from "../../../../protocol/item.ts";
import type { TrainSettings } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import type { TokenRow } from "../train/rows.ts";
import { type Chat, type Example, renderExample } from "./chat.ts";

export interface PreparedRows {
  rows: TokenRow[];
  /** Rows left out, and rows whose prompt's beginning was cut, because they were too long. */
  dropped: number;
  truncated: number;
}

type LengthRule = Pick<TrainSettings, "max_length" | "too_long">;

/**
 * Turns items into rows to train on: only the answer's tokens and the end of the turn count.
 * Throws `answer-empty` where there would be nothing to learn, and `row-too-long` where the rule is to stop or where the
 * answer alone is too long to be made room for. Both name the first such row and how many there are.
 */
export function prepareRows(chat: Chat, items: readonly Item[], rule: LengthRule): PreparedRows {
  const empty = items.filter((item) => item.answer.trim() === "");
  if (empty[0]) throw new CodedError("answer-empty", { id: empty[0].id, count: empty.length });

  const rows: TokenRow[] = [];
  const tooLong: { id: string; tokens: number }[] = [];
  let dropped = 0;
  let truncated = 0;
  for (const item of items) {
    const whole = exampleOf(chat, item);
    if (whole.tokens.length <= rule.max_length) {
      rows.push(tokenRow(item.id, whole));
    } else if (rule.too_long === "drop") {
      dropped += 1;
    } else {
      const cut = rule.too_long === "truncate" ? cutToFit(chat, item, rule.max_length) : null;
      if (cut) {
        rows.push(tokenRow(item.id, cut));
        truncated += 1;
      } else tooLong.push({ id: item.id, tokens: whole.tokens.length });
    }
  }
  const [first] = tooLong;
  if (first) throw new CodedError("row-too-long", { ...first, count: tooLong.length, max_length: rule.max_length });
  return { rows, dropped, truncated };
}

function exampleOf(chat: Chat, item: Item): Example {
  try {
    return renderExample(chat, item);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError(error.code, { id: item.id, ...error.params }, { cause: error });
  }
}

/** The item with so much cut off its last question's beginning that it fits; null where even an empty question does not. */
function cutToFit(chat: Chat, item: Item, maxLength: number): Example | null {
  const index = item.messages.findLastIndex((message) => message.role === "user");
  const question = item.messages[index];
  if (!question) return null;
  const characters = [...question.content];
  const cutBy = (count: number): Example => {
    const messages = item.messages.with(index, { ...question, content: characters.slice(count).join("") });
    return exampleOf(chat, { ...item, messages });
  };
  // The least cut that fits. Fewer characters hardly ever are more tokens; where they are, a little more is cut.
  let [low, high] = [1, characters.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (cutBy(middle).tokens.length <= maxLength) high = middle;
    else low = middle + 1;
  }
  const example = cutBy(low);
  return example.tokens.length <= maxLength ? example : null;
}

function tokenRow(id: string, { tokens, answerStart }: Example): TokenRow {
  return { id, tokens: Int32Array.from(tokens), targets: new Float32Array(tokens.length).fill(1, answerStart) };
}
