import type { JudgedCandidate, JudgeInput } from "../../../src/evaluation/judge.ts";
import type { Answer, Item } from "../../../src/protocol/item.ts";
import { evaluateSchema } from "../../../src/spec/schema-evaluate.ts";
import { item } from "./cases.ts";

/** Items whose expected answers are records of three fields, in clusters of `perCluster`. */
export function records(count: number, perCluster = 0): Item[] {
  return Array.from({ length: count }, (_, index) => {
    const expected = JSON.stringify({
      category: index % 3 === 0 ? "spam" : "ham",
      reply: index % 2 === 0,
      links: index % 5,
    });
    return item(`item-${index}`, expected, perCluster > 0 ? `sender-${Math.floor(index / perCluster)}` : null);
  });
}

export interface Wrong {
  /** Items with text instead of JSON. */
  text?: number[];
  /** Items with a wrong field. */
  field?: number[];
  /** Items without an answer. */
  missing?: number[];
}

/** A candidate that is right but for some items. */
export function candidate(
  items: readonly Item[],
  name: string,
  role: JudgedCandidate["role"],
  size: number | null,
  wrong: Wrong = {},
): JudgedCandidate {
  const answers = items.flatMap(({ id, answer: expected }, index): Answer[] => {
    if (wrong.missing?.includes(index)) return [];
    const record = { ...JSON.parse(expected), ...(wrong.field?.includes(index) ? { links: 99 } : {}) };
    const text = wrong.text?.includes(index) ? "I think it is spam." : JSON.stringify(record);
    return [{ id, answer: text, prompt: "", prompt_tokens: 90, answer_tokens: 30, seconds: 1, finish: "stop" }];
  });
  return {
    name,
    role,
    answersKey: `key-of-${name}`,
    answers,
    facts: {
      model_sha256: "ab".repeat(32),
      size_bytes: size,
      quantization: role === "quantized" ? name : null,
      peak_memory_bytes: 300e6,
      seconds_per_item: 0.8,
      tokens_per_second: 42,
    },
  };
}

export function judged(
  items: readonly Item[],
  candidates: readonly JudgedCandidate[],
  evaluate: Record<string, unknown> = {},
  rest: Partial<JudgeInput> = {},
): JudgeInput {
  const written = { scorers: ["json", "schema", "fields", "record"], primary: "record", ...evaluate };
  const { primary, ...parsed } = evaluateSchema.parse(written);
  return {
    items,
    candidates,
    schema: { type: "object", required: ["category", "reply", "links"] },
    rules: [],
    evaluate: { ...parsed, primary: primary! },
    seed: 42,
    ...rest,
  };
}

/** 0, step, 2 step … `count` of them. */
export function every(step: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => index * step);
}
