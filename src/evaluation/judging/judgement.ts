import { z } from "zod";
import type { Answer, Item } from "../../protocol/item.ts";
import { judgePrompt, type Rubric } from "./prompt.ts";
import { type JudgeFailure, readGrade, readPreference, shareOfScale } from "./reply.ts";

const failureSchema = z.enum(["missing", "cut", "not-json", "no-verdict", "off-scale"]);
const preferenceSchema = z.enum(["own", "other", "tie"]);

/** A line of a judge's `judgements.jsonl`: one answer to one item. */
export const judgementSchema = z.object({
  id: z.string(),
  repeat: z.int().nonnegative(),
  /** From 0 to 1; null: no usable grade. Of a pair: 1 won in both orders, 0 lost in both, 0.5 everything else. */
  score: z.number().nullable(),
  /** The grade as it was given. */
  grade: z.number().optional(),
  /** Of a pair: whom the judge preferred with our answer shown first, and with it shown second. */
  shown_first: preferenceSchema.optional(),
  shown_second: preferenceSchema.optional(),
  failures: z.array(failureSchema),
  /** Characters of the answer, and of the one it was held against. */
  length: z.int().nonnegative(),
  other_length: z.int().nonnegative().optional(),
});
export type Judgement = z.infer<typeof judgementSchema>;

/** An answer that is to be judged, with the one that it is held against. */
interface Judgeable {
  item: Item;
  answer: Answer;
  other: Answer | null;
}

/** Answers with their items, in the items' order. An item without an answer has nothing to judge: it scores 0 unasked. */
export function judgeables(
  items: readonly Item[],
  answers: readonly Answer[],
  against: readonly Answer[] | null,
): Judgeable[] {
  const nameOf = ({ id, repeat = 0 }: Answer) => `${repeat} ${id}`;
  const others = new Map(against?.map((other) => [nameOf(other), other]));
  const byItem = new Map<string, Answer[]>();
  for (const answer of answers) byItem.set(answer.id, [...(byItem.get(answer.id) ?? []), answer]);
  return items.flatMap((item) =>
    (byItem.get(item.id) ?? []).flatMap((answer): Judgeable[] => {
      if (!against) return [{ item, answer, other: null }];
      // The other may have been asked once where this one was asked often.
      const other = others.get(nameOf(answer)) ?? others.get(`0 ${item.id}`);
      return other ? [{ item, answer, other }] : [];
    }),
  );
}

/** What the judge is asked, as items: one for a grade, two for a pair, one in each order. Their ids are ours alone. */
export function* judgeItems(list: Iterable<Judgeable>, rubric: Rubric): Iterable<Item> {
  for (const { item, answer, other } of list) {
    const rest = { cluster: null, answer: "", source: item.source };
    const ask = (order: Order, answers: Parameters<typeof judgePrompt>[1]) => ({
      ...rest,
      id: questionId(answer, order),
      messages: judgePrompt(item, answers, rubric),
    });
    if (!other) yield ask("alone", [answer.answer]);
    else {
      yield ask("first", [answer.answer, other.answer]);
      yield ask("second", [other.answer, answer.answer]);
    }
  }
}

type Order = "alone" | "first" | "second";

function questionId({ id, repeat = 0 }: Answer, order: Order): string {
  return `${order}:${repeat}:${id}`;
}

/** Reads what the judge replied, by the ids of `judgeItems`. */
export function* judgementsOf(
  list: Iterable<Judgeable>,
  replies: ReadonlyMap<string, Pick<Answer, "answer" | "finish">>,
  { scale }: Pick<Rubric, "scale">,
): Iterable<Judgement> {
  const replyTo = (answer: Answer, order: Order) => {
    const reply = replies.get(questionId(answer, order));
    return [reply?.answer ?? null, reply?.finish === "length"] as const;
  };
  for (const { answer, other } of list) {
    const base = { id: answer.id, repeat: answer.repeat ?? 0, length: answer.answer.length };
    if (!other) {
      const judged = readGrade(...replyTo(answer, "alone"), scale);
      if (judged.ok && "score" in judged) {
        yield { ...base, score: shareOfScale(judged.score, scale), grade: judged.score, failures: [] };
      } else yield { ...base, score: null, failures: judged.ok ? [] : [judged.failure] };
      continue;
    }
    yield {
      ...base,
      other_length: other.answer.length,
      ...bothOrders(replyTo(answer, "first"), replyTo(answer, "second")),
    };
  }
}

type Preference = z.infer<typeof preferenceSchema>;

/** A win counts only where it survives the swap; where either order brought no verdict, nothing survived. */
function bothOrders(first: readonly [string | null, boolean], second: readonly [string | null, boolean]) {
  const failures: JudgeFailure[] = [];
  const prefer = (reply: readonly [string | null, boolean], own: 1 | 2): Preference | null => {
    const judged = readPreference(...reply);
    if (!judged.ok) failures.push(judged.failure);
    if (!judged.ok || !("winner" in judged)) return null;
    return judged.winner === "tie" ? "tie" : judged.winner === own ? "own" : "other";
  };
  const shown_first = prefer(first, 1);
  const shown_second = prefer(second, 2);
  if (shown_first === null || shown_second === null) return { score: 0.5, failures };
  const score = shown_first !== shown_second || shown_first === "tie" ? 0.5 : shown_first === "own" ? 1 : 0;
  return { score, shown_first, shown_second, failures };
}
