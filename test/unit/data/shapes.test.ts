import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reading } from "../../../src/data/chat.ts";
import { recogniseShape } from "../../../src/data/shapes.ts";

function read(...values: Record<string, unknown>[]): { shape: string; readings: Reading[] } {
  const shape = recogniseShape(values.map((value, index) => ({ row: index + 1, value })));
  assert.ok(shape);
  return { shape: shape.name, readings: values.map((value) => shape.read(value)) };
}

const turn = (role: string, content: unknown) => ({ role, content });

test("OpenAI chats: the last assistant turn is the answer, the rest the prompt", () => {
  const messages = [
    turn("system", "S"),
    turn("user", "1"),
    turn("assistant", "2"),
    turn("user", "3"),
    turn("assistant", "4"),
  ];
  const { shape, readings } = read({ messages });
  assert.equal(shape, "chat");
  assert.deepEqual(readings[0], { exchange: { messages: messages.slice(0, 4), answer: "4" } });
});

test("text parts are joined, developer is system", () => {
  const parts = [
    { type: "text", text: "a" },
    { type: "text", text: "b" },
  ];
  const { readings } = read({ messages: [turn("developer", "S"), turn("user", parts), turn("assistant", "c")] });
  assert.deepEqual(readings[0], {
    exchange: { messages: [turn("system", "S"), turn("user", "ab")], answer: "c" },
  });
});

test("ShareGPT conversations with a system column", () => {
  const conversations = [
    { from: "human", value: "q" },
    { from: "gpt", value: "a" },
  ];
  const { shape, readings } = read({ conversations, system: "S" });
  assert.equal(shape, "sharegpt");
  assert.deepEqual(readings[0], { exchange: { messages: [turn("system", "S"), turn("user", "q")], answer: "a" } });
});

test("Alpaca with and without input", () => {
  const { shape, readings } = read(
    { instruction: "Add", input: "1 2", output: "3" },
    { instruction: "Add", input: "", output: "3" },
    { instruction: "Add", output: 3 },
  );
  assert.equal(shape, "alpaca");
  assert.deepEqual(readings[0], { exchange: { messages: [turn("user", "Add\n\n1 2")], answer: "3" } });
  assert.deepEqual(readings[1], { exchange: { messages: [turn("user", "Add")], answer: "3" } });
  assert.deepEqual(readings[2], {
    flaw: { code: "data-wrong-type", params: { expected: "string", found: "number" }, column: "output" },
  });
});

test("prompt and completion, as texts and as turns", () => {
  const { shape, readings } = read(
    { prompt: "q", completion: "a" },
    { prompt: "q", response: "b" },
    { prompt: [turn("user", "q")], completion: [turn("assistant", "c")] },
  );
  assert.equal(shape, "prompt-completion");
  const answers = readings.map((reading) => ("exchange" in reading ? reading.exchange.answer : null));
  assert.deepEqual(answers, ["a", "b", "c"]);
});

test("a chat that is no exchange says why", () => {
  const good = { messages: [turn("user", "q"), turn("assistant", "a")] };
  const codes = (messages: unknown) => {
    const reading = read(good, good, { messages }).readings[2]!;
    return "flaw" in reading ? reading.flaw.code : reading.warning?.code;
  };
  assert.equal(codes([turn("user", "q")]), "chat-without-answer");
  assert.equal(codes([turn("assistant", "a")]), "chat-without-question");
  assert.equal(codes([]), "chat-empty");
  assert.equal(codes("text"), "chat-not-a-list");
  assert.equal(codes(["text"]), "chat-turn-not-object");
  assert.equal(codes([turn("tool", "x")]), "chat-role-unknown");
  assert.equal(codes([turn("constructor", "x")]), "chat-role-unknown");
  assert.equal(codes([turn("user", [{ type: "image_url" }])]), "chat-content-not-text");
  assert.equal(codes([turn("user", "q"), turn("assistant", "a"), turn("user", "thanks")]), "chat-turns-after-answer");
});

test("other columns have no shape", () => {
  assert.equal(recogniseShape([{ row: 1, value: { text: "x", label: "y" } }]), null);
  assert.equal(recogniseShape([]), null);
});
