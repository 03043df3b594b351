import { CodedError } from "../../../../protocol/problem.ts";
import { type Decoder, type DecoderOptions, openDecoder } from "../decode/decoder.ts";
import { chatOfModel, openModel } from "../decode/model.ts";
import { type Grammar, parseGrammar } from "../decode/sampler.ts";
import type { Chat } from "../text/chat.ts";

/** What asking items needs of a model. */
export interface AskedModel {
  readonly chat: Chat;
  /** Tokens it was trained to see at once; null: it does not say. */
  readonly trainContext: number | null;
  /** Text of an answer's tokens after a prompt's. */
  textOf(answer: readonly number[], prompt: readonly number[]): string;
  /** Throws `schema-without-grammar` where the grammar can't be used. */
  grammar(text: string): Grammar;
  openDecoder(options: DecoderOptions): Decoder;
  close(): void;
}

/** Loads a model to be asked. */
export function openAskedModel(file: string): AskedModel {
  const model = openModel(file);
  return {
    chat: chatOfModel(model),
    trainContext: model.trainContext,
    textOf: (answer, prompt) => model.vocabulary.decode(answer, prompt),
    grammar(text) {
      try {
        return parseGrammar(model, text);
      } catch (error) {
        throw new CodedError("schema-without-grammar", { reason: (error as Error).message }, { cause: error });
      }
    },
    openDecoder: (options) => openDecoder(model, options),
    close: () => model.free(),
  };
}
