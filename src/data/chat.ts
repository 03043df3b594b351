import type { ChatMessage } from "../protocol/item.ts";
import type { Params } from "../protocol/messages.ts";
import { isRecord, kindOf } from "./rows.ts";

/** What one row asks and answers. */
export interface Exchange {
  messages: ChatMessage[];
  answer: string;
}

/** Why a row is not an exchange: a code with parameters; the caller knows the place. */
export interface Flaw {
  code: string;
  params: Params;
  column: string;
}

export type Reading = { exchange: Exchange; warning?: Flaw } | { flaw: Flaw };

const roles: Readonly<Record<string, ChatMessage["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  human: "user",
  assistant: "assistant",
  gpt: "assistant",
  chatgpt: "assistant",
  bot: "assistant",
  model: "assistant",
};

/** Turns as OpenAI (`role`, `content`) or ShareGPT (`from`, `value`) write them. */
export function readTurns(turns: unknown, column: string): ChatMessage[] | Flaw {
  if (!Array.isArray(turns)) return { code: "chat-not-a-list", params: { found: kindOf(turns) }, column };
  if (turns.length === 0) return { code: "chat-empty", params: {}, column };
  const messages: ChatMessage[] = [];
  for (const [index, turn] of turns.entries()) {
    const params = { turn: index + 1 };
    if (!isRecord(turn)) return { code: "chat-turn-not-object", params: { ...params, found: kindOf(turn) }, column };
    const name = turn.role ?? turn.from;
    const role = typeof name === "string" && Object.hasOwn(roles, name) ? roles[name] : undefined;
    if (!role) return { code: "chat-role-unknown", params: { ...params, role: String(name) }, column };
    const content = plainText(turn.content ?? turn.value);
    if (content === null) {
      return {
        code: "chat-content-not-text",
        params: { ...params, found: kindOf(turn.content ?? turn.value) },
        column,
      };
    }
    messages.push({ role, content });
  }
  return messages;
}

/** Text, or OpenAI's list of text parts. Null: something else, such as a picture or a tool call. */
function plainText(content: unknown): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  const texts = content.map((part) => (isRecord(part) && part.type === "text" ? part.text : null));
  return texts.every((text) => typeof text === "string") ? texts.join("") : null;
}

/** The last assistant turn is the answer and what stands before it the prompt. Earlier answers are context. */
export function chatExchange(messages: ChatMessage[], column: string): Reading {
  const last = messages.findLastIndex((message) => message.role === "assistant");
  if (last < 0) return { flaw: { code: "chat-without-answer", params: { turns: messages.length }, column } };
  if (messages[last - 1]?.role !== "user") {
    return { flaw: { code: "chat-without-question", params: { turn: last + 1 }, column } };
  }
  const exchange = { messages: messages.slice(0, last), answer: messages[last]!.content };
  const after = messages.length - 1 - last;
  if (after === 0) return { exchange };
  return { exchange, warning: { code: "chat-turns-after-answer", params: { count: after }, column } };
}

export function readChat(turns: unknown, column: string): Reading {
  const messages = readTurns(turns, column);
  return Array.isArray(messages) ? chatExchange(messages, column) : { flaw: messages };
}
