// A model that answers at once, for measuring everything around one: its tokens are bytes, its answers the word "null".
import type { Decoder, SequenceId } from "../src/engines/embedded/native/decode/decoder.ts";
import type { AskedModel } from "../src/engines/embedded/native/evaluate/engine.ts";
import { openChat } from "../src/engines/embedded/native/text/chat.ts";
import { compileTemplate } from "../src/engines/embedded/native/text/template.ts";

export function openNullModel(): AskedModel {
  const tokenizer = {
    encode: (text: string) => [...Buffer.from(text)],
    isEnd: (token: number) => token === 0,
    bos: null,
    end: 0,
    controlTokens: ["<|im_start|>", "<|im_end|>"],
  };
  return {
    chat: openChat(
      tokenizer,
      compileTemplate("{% for m in messages %}<|{{ m.role }}|>{{ m.content }}\n{% endfor %}", { bos: "", eos: "" }),
    ),
    trainContext: null,
    textOf: (tokens) => Buffer.from(tokens).toString(),
    grammar() {
      throw new Error("the null model knows no grammar");
    },
    openDecoder: nullDecoder,
    close: () => undefined,
  };
}

/** One token a step for each sequence, as a real decoder; without any computing. */
function nullDecoder(): Decoder {
  const answer = [...Buffer.from("null")];
  const running = new Map<SequenceId, number>();
  let last = 0;
  let computed = 0;
  return {
    add({ prompt }) {
      last += 1;
      running.set(last, 0);
      computed += prompt.length;
      return last;
    },
    async step() {
      return [...running].map(([sequence, at]) => {
        const token = answer[at] ?? null;
        if (token === null) running.delete(sequence);
        else running.set(sequence, at + 1);
        return { sequence, token, finish: token === null ? ("stop" as const) : null };
      });
    },
    cancel: (sequence) => void running.delete(sequence),
    abort: () => undefined,
    open: () => running.size,
    computed: () => computed,
    close: () => undefined,
  };
}
