import type { LlamaApi, Model, Vocab } from "../ffi/llama-api.ts";
import type { Tokenizer } from "../text/chat.ts";

export interface Vocabulary extends Tokenizer {
  readonly handle: Vocab;
  /** Number of tokens. */
  readonly size: number;
  /** Spellings; empty where there is no such token. */
  readonly bosText: string;
  readonly eosText: string;
  /** Text of `tokens` as it goes on after `before`, control tokens left out: the end of `before` says whether a leading space belongs to it. */
  decode(tokens: readonly number[], before: readonly number[]): string;
  /** One token as people can read it, control tokens by their spelling. */
  show(token: number): string;
}

/** `llama_vocab_type` of sentencepiece, which puts a space in front of a text. */
const SENTENCEPIECE = 1;
/** `llama_token_attr`: unknown or control. */
const NOT_TEXT = (1 << 0) | (1 << 3);
/** So many tokens before are enough to tell how text goes on. */
const LOOK_BACK = 3;

/** The vocabulary of a model: the same tokens as llama.cpp's own programs make of a text. */
export function openVocabulary(api: LlamaApi, model: Model): Vocabulary {
  const handle = api.vocabOf(model);
  const size = api.vocabSize(handle);
  const existing = (token: number) => (token === -1 ? null : token);
  const [bos, eos, eot] = [existing(api.bos(handle)), existing(api.eos(handle)), existing(api.eot(handle))];
  const textOf = (token: number | null) => (token === null ? "" : (api.tokenText(handle, token) ?? ""));
  const encode = (text: string, control: boolean) => tokenize(api, handle, text, control);
  const decode = (tokens: readonly number[], control: boolean) => detokenize(api, handle, tokens, control);
  const addsSpace = api.vocabType(handle) === SENTENCEPIECE;
  const goOn = continuation(
    { encode, decode },
    [bos, eos, eot].map((token) => ({ token, text: textOf(token) })),
  );

  return {
    handle,
    size,
    encode: (text, { control, continues }) =>
      continues && addsSpace && text !== "" ? goOn(text, control) : encode(text, control),
    isEnd: (token) => token === eos || token === eot || api.isEndOfGeneration(handle, token),
    bos: bos !== null && api.addsBos(handle) ? bos : null,
    end: eot ?? eos,
    bosText: textOf(bos),
    eosText: textOf(eos),
    controlTokens: controlTokens(),
    decode(tokens, before) {
      if (tokens.length === 0) return "";
      const context = before.slice(-LOOK_BACK);
      const known = decode(context, false);
      const whole = known === "" ? "" : decode([...context, ...tokens], false);
      return known !== "" && whole.startsWith(known) ? whole.slice(known.length) : decode(tokens, false);
    },
    show: (token) => decode([token], true),
  };

  function controlTokens(): string[] {
    const spellings: string[] = [];
    for (let token = 0; token < size; token += 1) {
      if (api.tokenAttributes(handle, token) & NOT_TEXT) spellings.push(decode([token], true));
    }
    return spellings;
  }
}

interface Codec {
  encode(text: string, control: boolean): number[];
  decode(tokens: readonly number[], control: boolean): string;
}

/**
 * Tokens of a text that others come before. Sentencepiece puts a space in front of whatever it is given, so it is given
 * a known token's text first, which is cut off again, if the result reads as the text does.
 */
function continuation(codec: Codec, ends: readonly { token: number | null; text: string }[]) {
  const leading = (text: string) => text.length - text.trimStart().length;
  const first = ends.find(({ token, text }) => token !== null && text !== "");
  return (text: string, control: boolean): number[] => {
    const reads = (tokens: readonly number[]) => !control || leading(codec.decode(tokens, true)) === leading(text);
    if (control && first) {
      const tokens = codec.encode(first.text + text, true);
      const index = tokens.indexOf(first.token!);
      const rest = tokens.slice(index + 1);
      if (index >= 0 && index <= 1 && reads(rest)) return rest;
    }
    const alone = codec.encode(text, control);
    if (text.startsWith("\n") && codec.decode(alone, control).startsWith("\n")) return alone;
    const line = codec.encode("\n", control);
    const tokens = codec.encode(`\n${text}`, control);
    const rest = tokens.slice(line.length);
    return line.length > 0 && line.every((token, index) => tokens[index] === token) && reads(rest) ? rest : alone;
  };
}

function tokenize(api: LlamaApi, vocab: Vocab, text: string, control: boolean): number[] {
  const bytes = Buffer.from(text);
  // Never more tokens than bytes but for the space in front and what a vocabulary adds; where it is, the call says so.
  let tokens = new Int32Array(bytes.length + 16);
  let count = api.tokenize(vocab, bytes, bytes.length, tokens, tokens.length, false, control);
  if (count < 0) {
    tokens = new Int32Array(-count);
    count = api.tokenize(vocab, bytes, bytes.length, tokens, tokens.length, false, control);
  }
  return Array.from(tokens.subarray(0, count));
}

function detokenize(api: LlamaApi, vocab: Vocab, list: readonly number[], control: boolean): string {
  if (list.length === 0) return "";
  const tokens = Int32Array.from(list);
  let bytes = Buffer.alloc(list.length * 16);
  let length = api.detokenize(vocab, tokens, tokens.length, bytes, bytes.length, false, control);
  if (length < 0) {
    bytes = Buffer.alloc(-length);
    length = api.detokenize(vocab, tokens, tokens.length, bytes, bytes.length, false, control);
  }
  return bytes.toString("utf8", 0, length);
}
