import koffi from "koffi";
import { CodedError } from "../../../../protocol/problem.ts";
import type { LlamaApi, Sampler } from "../ffi/llama-api.ts";
import { TokenData } from "../ffi/llama-structs.ts";
import type { DecodeContext } from "./context.ts";
import type { LoadedModel } from "./model.ts";

export interface Sampling {
  /** 0: always the likeliest token. Above: the distribution itself at that temperature, uncut. */
  temperature: number;
  /** Of the random numbers of this sequence; not read at temperature 0. */
  seed: number;
  /** Holds the text to a grammar. */
  grammar?: Grammar;
}

/** A parsed GBNF grammar. */
export interface Grammar {
  readonly prototype: Sampler;
  free(): void;
}

/** Chooses one sequence's tokens. */
export interface TokenChooser {
  /** From the logits of the last batch's token at `index`. */
  choose(context: DecodeContext, index: number): number;
  free(): void;
}

/** Throws `grammar-refused` where llama.cpp can't read it. */
export function parseGrammar({ api, vocabulary }: LoadedModel, text: string): Grammar {
  const prototype = api.grammarSampler(vocabulary.handle, text, "root");
  if (prototype === null) throw new CodedError("grammar-refused", { grammar: text.slice(0, 200) });
  return { prototype, free: () => api.freeSampler(prototype) };
}

export function newChooser(api: LlamaApi, sampling: Sampling): TokenChooser {
  const chain = newChain(api, sampling);
  const free = () => api.freeSampler(chain);
  if (!sampling.grammar) return { choose: (context, index) => api.sample(chain, context.handle, index), free };

  const grammar = api.cloneSampler(sampling.grammar.prototype);
  const held = newChain(api, sampling, grammar);
  const allows = oneCandidate(api, grammar);
  return {
    /**
     * A grammar looks at each candidate's text, which takes longer than a step of the model where that is all of the
     * vocabulary. Most choices are allowed anyway: only after one that is not, the rest is ruled out first. The result
     * is distributed as if it always were: p(x) + (1 − P) · p(x) / P = p(x) / P for all of the allowed, whose sum is P.
     */
    choose(context, index) {
      const token = api.sample(chain, context.handle, index);
      if (!allows(token)) return api.sample(held, context.handle, index);
      api.acceptToken(grammar, token);
      return token;
    },
    free() {
      free();
      api.freeSampler(held);
    },
  };
}

/** `first`, which the chain owns from then on, then the choice. */
function newChain(api: LlamaApi, { temperature, seed }: Sampling, first?: Sampler): Sampler {
  const chain = api.newChain();
  if (first) api.addToChain(chain, first);
  if (temperature === 0) {
    api.addToChain(chain, api.greedySampler());
  } else {
    api.addToChain(chain, api.temperatureSampler(temperature));
    api.addToChain(chain, api.seededSampler(seed));
  }
  return chain;
}

function oneCandidate(api: LlamaApi, grammar: Sampler): (token: number) => boolean {
  const data = Buffer.alloc(koffi.sizeof(TokenData));
  const logit = koffi.offsetof(TokenData, "logit");
  return (token) => {
    data.writeInt32LE(token, 0);
    data.writeFloatLE(1, logit);
    api.applySampler(grammar, { data, size: 1, selected: -1, sorted: false });
    return data.readFloatLE(logit) === 1;
  };
}
