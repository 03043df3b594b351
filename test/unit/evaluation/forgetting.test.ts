import assert from "node:assert/strict";
import test from "node:test";
import { forgettingOf, type GeneralAnswers } from "../../../src/evaluation/forgetting.ts";
import { isRight } from "../../../src/evaluation/general/check.ts";
import { type Check, checkSchema } from "../../../src/evaluation/general/question.ts";
import { generalItems } from "../../../src/evaluation/general/set.ts";
import { say } from "../../../src/evaluation/say.ts";
import { readCase } from "./cases.ts";

const items = generalItems();

/** An answer that satisfies a question's check. */
function rightAnswer(check: Check): string {
  if ("number" in check) return `The answer is ${check.number}.`;
  if ("any" in check) return `I think it is ${check.any[0]}!`;
  if ("json" in check) return JSON.stringify(check.json);
  return "";
}

test("the set is half English, half Chinese, every question once, every check readable", () => {
  assert.ok(items.length >= 60);
  const chinese = items.filter(({ id }) => id.includes("-zh-"));
  assert.equal(chinese.length * 2, items.length);
  assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
  assert.equal(new Set(items.map(({ messages }) => messages[0]!.content)).size, items.length);
  for (const { id, answer } of items) assert.ok(checkSchema.parse(JSON.parse(answer)), id);
  for (const { messages, id } of chinese) assert.match(messages[0]!.content, /\p{sc=Han}/u, id);
});

test("every question has an answer that is right, and a stranger's answer is wrong", () => {
  const written = readCase<Record<string, string>>("general/right-answers.json");
  for (const { id, answer } of items) {
    const check = checkSchema.parse(JSON.parse(answer));
    const right = rightAnswer(check) || written[id];
    assert.ok(right, `${id} has no answer in right-answers.json`);
    assert.ok(isRight(check, right), `${id}: ${right}`);
    assert.ok(!isRight(check, null) && !isRight(check, ""), id);
    if (!("willing" in check)) assert.ok(!isRight(check, "The quick brown fox jumps over 99999 lazy tortoises."), id);
  }
});

test("a model that only repeats a question of knowledge knows nothing", () => {
  for (const { id, messages, answer } of items.filter(({ id: name }) => name.startsWith("knowledge"))) {
    assert.ok(!isRight(checkSchema.parse(JSON.parse(answer)), messages[0]!.content), id);
  }
});

test("answers as models write them", () => {
  const cases = readCase<{ check: Check; right: string[]; wrong: string[] }[]>("general/answers.json");
  for (const { check, right, wrong } of cases) {
    for (const answer of right) assert.ok(isRight(check, answer), `${JSON.stringify(check)}: ${answer}`);
    for (const answer of wrong) assert.ok(!isRight(check, answer), `${JSON.stringify(check)}: ${answer}`);
  }
});

/** A model that is right on the first `share` of every topic. */
function model(name: string, isKnown: (index: number) => boolean): GeneralAnswers {
  const written = readCase<Record<string, string>>("general/right-answers.json");
  const answers = items.map(({ id, answer }, index) => {
    const check = checkSchema.parse(JSON.parse(answer));
    return { id, answer: isKnown(index) ? rightAnswer(check) || written[id]! : "" };
  });
  return { name, answersKey: `key-of-${name}`, answers };
}

function result(base: (index: number) => boolean, tuned: (index: number) => boolean) {
  const cells = [{ variant: "", base: model("base", base), tuned: model("reference", tuned) }];
  const set = { version: 1, sha256: "ab" };
  const options = { margin: 0.1, confidence: 0.95, seed: 1 };
  return forgettingOf({ items, set, cells }, options).results[0]!;
}

test("a tuned model that answers as its base does has not forgotten", () => {
  const { holds, saying, difference, lost } = result(
    (index) => index % 2 === 0,
    (index) => index % 2 === 0,
  );
  assert.deepEqual([holds, difference, lost], [true, 0, []]);
  assert.match(say(saying), /lost at most \d\.\d points/);
});

test("one that lost a language is found, with the topics and the items", () => {
  const { holds, saying, topics, lost } = result(
    () => true,
    (index) => index < items.length / 2,
  );
  assert.equal(holds, false);
  assert.match(say(saying), /^General ability was lost: reference answers 50\.0 % of/);
  assert.match(say(saying, "zh-cn"), /^通用能力有损失/);
  assert.equal(lost.length, items.length / 2);
  for (const { topic, base_mean, tuned_mean } of topics) {
    assert.equal(base_mean, 1, topic);
    assert.equal(tuned_mean, topic.endsWith("-zh") ? 0 : 1, topic);
  }
});

test("a base that knows almost nothing proves nothing", () => {
  const { holds, saying } = result(
    (index) => index < 5,
    () => false,
  );
  assert.equal(holds, null);
  assert.match(say(saying), /nothing can be shown/);
});
