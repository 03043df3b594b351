import type { ChatMessage } from "../../../../protocol/item.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { chooseMarks, controlPattern, markControl, type Segment, segmentsOf } from "./segments.ts";
import type { ChatTemplate } from "./template.ts";

/** What is needed of a model to turn chats into tokens. */
export interface Tokenizer {
  /**
   * Tokens of `text`, without BOS. `control`: spellings of control tokens become those tokens.
   * `continues`: other tokens come before, so no space is put in front (sentencepiece would).
   */
  encode(text: string, options: { control: boolean; continues: boolean }): number[];
  /** End of turn, end of text …: a model that says it has finished. */
  isEnd(token: number): boolean;
  /** The token that every prompt must begin with, by `add_bos_token`; null: none. */
  bos: number | null;
  /** Ends a turn where the template does not say how. */
  end: number | null;
  controlTokens: readonly string[];
}

export interface Chat {
  tokenizer: Tokenizer;
  template: ChatTemplate;
  /** What a model says after its answer: learned in training, and where generation stops. */
  endOfTurn: readonly number[];
  control: RegExp | null;
}

export interface Prompt {
  /** As the model sees it, template included. */
  text: string;
  tokens: number[];
}

export interface Example {
  /** The prompt's tokens, exactly as `renderPrompt` gives them, then the answer's and the end of the turn. */
  tokens: number[];
  /** Index of the answer's first token. */
  answerStart: number;
  /** Number of the answer's own tokens, the end of the turn not counted. */
  answerTokens: number;
}

export function openChat(tokenizer: Tokenizer, template: ChatTemplate): Chat {
  return {
    tokenizer,
    template,
    endOfTurn: endOfTurn(tokenizer, template),
    control: controlPattern(tokenizer.controlTokens),
  };
}

/** The conversation up to where the assistant begins to answer. */
export function renderPrompt(chat: Chat, messages: readonly ChatMessage[]): Prompt {
  const marks = chooseMarks(messages.map((message) => message.content));
  const marked = messages.map(({ role, content }) => ({ role, content: markControl(content, chat.control, marks) }));
  const segments = segmentsOrRefusal(chat.template.render(marked, { generationPrompt: true }), marks);
  const tokens = segments.flatMap((segment, index) =>
    chat.tokenizer.encode(segment.text, { control: !segment.plain, continues: index > 0 }),
  );
  // Many templates write the BOS token themselves.
  const { bos } = chat.tokenizer;
  if (bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  return { text: segments.map((segment) => segment.text).join(""), tokens };
}

/**
 * A prompt with its answer, to learn from. The answer is tokenized on its own, as generation would go on from the
 * prompt's last token; it is plain text, whatever it spells.
 */
export function renderExample(chat: Chat, example: { messages: readonly ChatMessage[]; answer: string }): Example {
  const { tokens } = renderPrompt(chat, example.messages);
  const answer = chat.tokenizer.encode(example.answer, { control: false, continues: true });
  return {
    tokens: [...tokens, ...answer, ...chat.endOfTurn],
    answerStart: tokens.length,
    answerTokens: answer.length,
  };
}

function segmentsOrRefusal(rendered: string, marks: { open: string; close: string }): Segment[] {
  try {
    return segmentsOf(rendered, marks);
  } catch (error) {
    throw new CodedError("chat-template-refused", { reason: (error as Error).message }, { cause: error });
  }
}

/** The template's own words after an answer, up to the first token that ends generation; else the vocabulary's end token. */
function endOfTurn(tokenizer: Tokenizer, template: ChatTemplate): number[] {
  const answer = chooseMarks([]).open;
  const after = closing(template, answer);
  const tokens = tokenizer.encode(after, { control: true, continues: true });
  const end = tokens.findIndex((token) => tokenizer.isEnd(token));
  if (end >= 0) return tokens.slice(0, end + 1);
  if (tokenizer.end === null) throw new CodedError("no-end-of-turn-token");
  return [tokenizer.end];
}

function closing(template: ChatTemplate, answer: string): string {
  const chat: ChatMessage[] = [
    { role: "user", content: "?" },
    { role: "assistant", content: answer },
  ];
  const rendered = template.render(chat, { generationPrompt: false });
  return rendered.slice(rendered.lastIndexOf(answer) + answer.length);
}
