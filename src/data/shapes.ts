import type { ChatMessage } from "../protocol/item.ts";
import { type Flaw, type Reading, readChat, readTurns } from "./chat.ts";
import { cell, kindOf, type Row, type RowValue } from "./rows.ts";

export type ShapeName = "chat" | "sharegpt" | "alpaca" | "prompt-completion";

/** A well-known form of rows, so that a run file over such a data set needs no templates. */
export interface Shape {
  name: ShapeName;
  read(row: RowValue): Reading;
}

/** For messages: what is recognised without templates. */
export const shapeColumns = "messages · conversations · instruction, (input,) output · prompt, completion";

/**
 * The shape that the rows have, by the columns of the first hundred; null if they have none.
 * Rows of one file have one shape: a row that lacks its columns is then a problem of that row.
 */
export function recogniseShape(rows: readonly Row[]): Shape | null {
  const counts = new Map<Shape, number>();
  for (const { value } of rows.slice(0, 100)) {
    const shape = shapes.find(({ fits }) => fits(value))?.shape;
    if (shape) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  let best: Shape | null = null;
  for (const [shape, count] of counts) if (!best || count > counts.get(best)!) best = shape;
  return best;
}

/** Completion columns in use beside `prompt`. */
const completions = ["completion", "response", "answer"];

const shapes: readonly { fits(row: RowValue): boolean; shape: Shape }[] = [
  {
    fits: (row) => Array.isArray(cell(row, "messages")),
    shape: { name: "chat", read: (row) => readChat(cell(row, "messages"), "messages") },
  },
  {
    fits: (row) => Array.isArray(cell(row, "conversations")),
    shape: {
      name: "sharegpt",
      read: (row) => withSystem(row, readChat(cell(row, "conversations"), "conversations")),
    },
  },
  {
    fits: (row) => cell(row, "instruction") !== undefined && cell(row, "output") !== undefined,
    shape: { name: "alpaca", read: readAlpaca },
  },
  {
    fits: (row) => cell(row, "prompt") !== undefined && completions.some((name) => cell(row, name) !== undefined),
    shape: { name: "prompt-completion", read: readPromptCompletion },
  },
];

function readAlpaca(row: RowValue): Reading {
  const instruction = textColumn(row, "instruction");
  const output = textColumn(row, "output");
  const input = cell(row, "input") === undefined || row.input === null ? "" : textColumn(row, "input");
  for (const value of [instruction, output, input]) if (typeof value !== "string") return { flaw: value };
  const prompt = input === "" ? instruction : `${instruction}\n\n${input}`;
  return withSystem(row, {
    exchange: { messages: [{ role: "user", content: prompt as string }], answer: output as string },
  });
}

/** Texts, or TRL's conversational form: `prompt` a list of turns, `completion` a list that starts with the answer. */
function readPromptCompletion(row: RowValue): Reading {
  const column = completions.find((name) => cell(row, name) !== undefined) ?? "completion";
  const completion = cell(row, column);
  const messages = Array.isArray(row.prompt) ? readTurns(row.prompt, "prompt") : userTurn(row);
  if (!Array.isArray(messages)) return { flaw: messages };
  if (Array.isArray(completion)) {
    const turns = readTurns(completion, column);
    if (!Array.isArray(turns)) return { flaw: turns };
    return readChat([...messages, ...turns], column);
  }
  const answer = textColumn(row, column);
  if (typeof answer !== "string") return { flaw: answer };
  if (messages.at(-1)?.role !== "user")
    return { flaw: { code: "chat-without-question", params: { turn: messages.length + 1 }, column: "prompt" } };
  return withSystem(row, { exchange: { messages, answer } });
}

function userTurn(row: RowValue): ChatMessage[] | Flaw {
  const prompt = textColumn(row, "prompt");
  return typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt;
}

function textColumn(row: RowValue, column: string): string | Flaw {
  const value = cell(row, column);
  if (typeof value === "string") return value;
  return { code: "data-wrong-type", params: { expected: "string", found: kindOf(value) }, column };
}

/** A `system` column beside the shape's own. */
function withSystem(row: RowValue, reading: Reading): Reading {
  const system = cell(row, "system");
  if (!("exchange" in reading) || typeof system !== "string" || system === "") return reading;
  if (reading.exchange.messages[0]?.role === "system") return reading;
  const messages: ChatMessage[] = [{ role: "system", content: system }, ...reading.exchange.messages];
  return { ...reading, exchange: { ...reading.exchange, messages } };
}
