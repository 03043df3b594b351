import type { ChatMessage } from "../protocol/item.ts";

/** Characters of one token, before anything has counted: as the plan's estimates have it. */
const CHARACTERS_PER_TOKEN = 3.2;
/** Tokens that a chat template puts around a turn. */
const PER_TURN = 6;

/** About how many tokens a prompt has. For rates and estimates; bills are by what the server counts. */
export function guessTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + PER_TURN + content.length / CHARACTERS_PER_TOKEN, 0);
}

/** The same of an answer's text. */
export function guessAnswerTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
