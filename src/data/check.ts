import type { Item } from "../protocol/item.ts";
import type { Problem } from "../protocol/problem.ts";
import { type AnswerValidator, answerValidator } from "./answer-schema.ts";
import { checkCharacters, checkDrift } from "./check-drift.ts";
import { checkDuplicates } from "./check-duplicates.ts";
import { checkLeaks } from "./check-leaks.ts";
import { type ResolvedData, shownPath } from "./resolve.ts";
import { splitNames } from "./splits.ts";
import { type Summary, summary } from "./summary.ts";

/**
 * What is wrong with data that could be read: empty prompts and answers, answers that break their own schema, test rows in
 * training, groups on both sides, answers that training never shows. Pure; rules are the evaluation's business.
 * One problem for a kind and a split, with the count and the first rows; its place is the first of them.
 */
export function checkData(resolved: ResolvedData, folder: string): Problem[] {
  const { splits, schema } = resolved;
  const shown = (file: string) => shownPath(folder, file);
  const problems: Problem[] = [];
  let validate: AnswerValidator | null = null;
  if (schema && schema.value !== undefined) {
    const compiled = answerValidator(schema.value, shown(schema.path));
    problems.push(...compiled.problems);
    validate = compiled.validate;
  }
  for (const split of splitNames) {
    const say = summary(split, splits[split], shown);
    problems.push(
      ...say("empty-prompt", splits[split].filter(isPromptEmpty)),
      ...say(
        "empty-answer",
        splits[split].filter(({ answer }) => answer.trim() === ""),
      ),
    );
    if (validate) problems.push(...checkAnswers(splits[split], validate, say));
    problems.push(...checkDuplicates(splits[split], say), ...checkCharacters(splits[split], say));
  }
  const classes = { train: splits.train.map(classesOf), test: splits.test.map(classesOf) };
  return [
    ...problems,
    ...checkLeaks(splits, shown),
    ...unseenAnswers("test", classes.train, { items: splits.test, classes: classes.test }, shown),
    ...unseenAnswers("train", classes.test, { items: splits.train, classes: classes.train }, shown),
    ...checkDrift(splits, shown),
  ];
}

function isPromptEmpty({ messages }: Item): boolean {
  return messages.every(({ role, content }) => role === "system" || content.trim() === "");
}

function checkAnswers(items: readonly Item[], validate: AnswerValidator, say: Summary): Problem[] {
  const notJson: Item[] = [];
  const broken: Item[] = [];
  let first = "";
  for (const item of items) {
    const value = parseAnswer(item.answer);
    if (value === undefined) {
      notJson.push(item);
      continue;
    }
    const breach = validate(value);
    if (!breach) continue;
    if (broken.length === 0) first = `${breach.path === "" ? "" : `${breach.path} `}${breach.expected}`;
    broken.push(item);
  }
  return [...say("answer-not-json", notJson), ...say("answer-breaks-schema", broken, { expected: first })];
}

/** JSON, or `undefined`, which is no JSON value. */
function parseAnswer(answer: string): unknown {
  // An exception costs more than all else that is done for a row, and most answers that are no JSON show it at once.
  if (!/^\s*(?:["[{\d-]|(?:true|false|null)\s*$)/.test(answer)) return undefined;
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}

/** More different values than this, or values that hardly repeat, are free text, of which nothing can be missing. */
const mostClasses = 50;
const usualRepeats = 3;

/**
 * Classes of a split that the other one never shows: of a whole answer, or of a field of a JSON answer. What the test
 * asks for and training lacks can't be learned; what training has and the test lacks is not judged.
 */
function unseenAnswers(
  split: "train" | "test",
  others: readonly Classes[],
  { items, classes }: { items: readonly Item[]; classes: readonly Classes[] },
  shown: (file: string) => string,
): Problem[] {
  if (others.length === 0) return [];
  const seen = new Map<string, Map<string, number>>();
  for (const other of others) {
    for (const [field, value] of other) {
      const counts = seen.get(field) ?? new Map<string, number>();
      counts.set(value, (counts.get(value) ?? 0) + 1);
      seen.set(field, counts);
    }
  }
  const say = summary(split, items, shown);
  const codes =
    split === "test"
      ? { answer: "answer-not-in-training", field: "field-value-not-in-training" }
      : { answer: "answer-not-in-test", field: "field-value-not-in-test" };
  return [...seen].flatMap(([field, counts]) => {
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (counts.size > mostClasses || counts.size * usualRepeats > rows) return [];
    const unseen = items.flatMap((item, index) => {
      const value = classes[index]!.get(field);
      return value !== undefined && !counts.has(value) ? [{ item, value }] : [];
    });
    const distinct = [...new Set(unseen.map(({ value }) => value))];
    // A few rows of the other side show few of many classes: that is no news about either.
    if (split === "train" && distinct.length > counts.size) return [];
    return say(
      field === "" ? codes.answer : codes.field,
      unseen.map(({ item }) => item),
      { field, values: distinct.slice(0, 5).join(", ") },
      "info",
    );
  });
}

/** Short texts by field; the field of a plain answer is the empty string. */
type Classes = ReadonlyMap<string, string>;

function classesOf({ answer }: Item): Classes {
  const value = parseAnswer(answer);
  if (typeof value !== "object" || value === null) return new Map(answer.length <= 60 ? [["", answer]] : []);
  if (Array.isArray(value)) return new Map();
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return new Map(texts.filter(([, text]) => text.length <= 60));
}
