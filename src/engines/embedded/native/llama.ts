import type { Llama, LlamaModel, Token } from "node-llama-cpp";
import { type Chat, openChat, type Tokenizer } from "./text/chat.ts";
import { compileTemplate } from "./text/template.ts";

/**
 * llama.cpp through node-llama-cpp: CPU only, never more threads than told, nothing built or fetched.
 * Loaded here and not by a static import: in a bundle that would cost every other kind of job 0.4 seconds.
 */
export async function openLlama(threads: number): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
  return getLlama({
    gpu: false,
    // Unset, node-llama-cpp takes at least 4 threads; on two cores that is 270 times slower, since they spin.
    maxThreads: threads,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.warn,
    logger: (level, message) => process.stderr.write(`[llama ${level}] ${message.trimEnd()}\n`),
  });
}

/** The model's vocabulary and chat template. `model` may be loaded with `vocabOnly`. */
export function chatOf(model: LlamaModel): Chat {
  const source = model.fileInfo.metadata.tokenizer?.chat_template;
  const template = compileTemplate(typeof source === "string" ? source : null, {
    bos: model.tokens.bosString ?? "",
    eos: model.tokens.eosString ?? "",
  });
  return openChat(tokenizerOf(model), template);
}

function tokenizerOf(model: LlamaModel): Tokenizer {
  const addsSpace = String(model.vocabularyType) === "spm";
  const controlTokens: string[] = [];
  for (const token of model.iterateAllTokens()) {
    const { control, unknown } = model.getTokenAttributes(token);
    if (control || unknown) controlTokens.push(model.detokenize([token], true));
  }
  return {
    encode: (text, { control, continues }) =>
      model.tokenize(text, control, ...(continues && addsSpace ? (["trimLeadingSpace"] as const) : [])),
    isEnd: (token) => model.isEogToken(token as Token),
    bos: model.tokens.shouldPrependBosToken ? model.tokens.bos : null,
    end: model.tokens.eot ?? model.tokens.eos,
    controlTokens,
  };
}
