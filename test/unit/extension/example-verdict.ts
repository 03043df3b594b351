import { judge } from "../../../src/evaluation/judge.ts";
import type { Verdict } from "../../../src/protocol/comparison.ts";
import type { Answer, Item } from "../../../src/protocol/item.ts";
import { evaluateSchema } from "../../../src/spec/schema-evaluate.ts";

/** Numbers from 0 to 1, the same each time (a linear congruential generator; nothing statistical hangs on it). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

interface Mail {
  category: string;
  is_reply: boolean;
  has_link: boolean;
}

function items(count: number): Item[] {
  const next = numbers(5);
  return Array.from({ length: count }, (_, index) => {
    const mail: Mail = { category: next() < 0.4 ? "spam" : "ham", is_reply: next() < 0.3, has_link: next() < 0.5 };
    return {
      id: `mail-${index}`,
      cluster: `sender-${index % 40}`,
      messages: [{ role: "user" as const, content: `mail ${index}` }],
      answer: JSON.stringify(mail),
      source: { file: "test.jsonl", row: index + 1 },
    };
  });
}

/** Answers that are right as often as told: a share that is not JSON, and a chance for each field to be wrong. */
function answers(asked: readonly Item[], seed: number, noJson: number, wrong: number): Answer[] {
  const next = numbers(seed);
  return asked.map((item) => {
    const mail = JSON.parse(item.answer) as Mail;
    if (next() < wrong) mail.category = mail.category === "spam" ? "ham" : "spam";
    if (next() < wrong) mail.is_reply = !mail.is_reply;
    if (next() < wrong) mail.has_link = !mail.has_link;
    const answer = next() < noJson ? "I think this mail is" : JSON.stringify(mail);
    return { id: item.id, prompt: "", answer, prompt_tokens: 96, answer_tokens: 31, seconds: 1.2, finish: "stop" };
  });
}

const MiB = 1024 * 1024;
const facts = (size: number, quantization: string, seconds: number) => ({
  model_sha256: "a".repeat(64),
  size_bytes: size * MiB,
  quantization,
  peak_memory_bytes: (size + 210) * MiB,
  seconds_per_item: seconds,
  tokens_per_second: 31 / seconds,
});

/** A verdict as a run comes to it, judged by the product's own code over made-up answers. */
export function exampleVerdict(count = 120): Verdict {
  const asked = items(count);
  const { primary, ...rest } = evaluateSchema.parse({
    primary: "fields",
    scorers: ["json", "fields", "record"],
    rivals: [{ name: "constrained", constrain: "json" }],
    baseline: "constrained",
    good_enough: [
      { metric: "fields", margin: 0.08, against: "reference" },
      { metric: "json", at_least: 0.9 },
    ],
  });
  return judge({
    items: asked,
    schema: null,
    rules: [],
    seed: 1,
    evaluate: { ...rest, primary: primary ?? "fields" },
    candidates: [
      {
        name: "constrained",
        role: "rival",
        answersKey: "1",
        answers: answers(asked, 11, 0.02, 0.38),
        facts: facts(257, "F16", 1.31),
      },
      {
        name: "reference",
        role: "reference",
        answersKey: "2",
        answers: answers(asked, 12, 0.005, 0.09),
        facts: facts(257, "F16", 1.24),
      },
      {
        name: "q4_k_m",
        role: "quantized",
        answersKey: "3",
        answers: answers(asked, 17, 0.008, 0.1),
        facts: facts(100, "Q4_K_M", 0.87),
      },
    ],
  }).verdict;
}
