import type { Tokenizer } from "../../../src/engines/embedded/native/text/chat.ts";

/** A vocabulary of UTF-16 units and a few control tokens, from 100,000 on: enough to see what goes where. */
export function byteTokenizer(controlTokens: readonly string[], options: Partial<Tokenizer> = {}): Tokenizer {
  return {
    encode(text, { control }) {
      const tokens: number[] = [];
      for (let at = 0; at < text.length; ) {
        const index = control ? controlTokens.findIndex((spelling) => text.startsWith(spelling, at)) : -1;
        tokens.push(index >= 0 ? 100_000 + index : text.charCodeAt(at));
        at += index >= 0 ? controlTokens[index]!.length : 1;
      }
      return tokens;
    },
    isEnd: (token) => token === 100_001,
    bos: null,
    end: 100_001,
    controlTokens,
    ...options,
  };
}
