import { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import type { Endpoint, Money } from "../protocol/endpoint.ts";
import { hostOf, isLoopback } from "../protocol/host.ts";
import { CodedError } from "../protocol/problem.ts";
import { longestRetryAfter, mostTries, waitBefore } from "./backoff.ts";
import { type ChatOptions, type ChatReply, type ChatRequest, chat } from "./chat.ts";
import { type Clock, systemClock } from "./clock.ts";
import { EndpointFault } from "./fault.ts";
import { openGate } from "./gate.ts";
import { costOf, type Purse } from "./price.ts";
import { guessAnswerTokens, guessTokens } from "./tokens.ts";

/** A request's bytes and cost, told whether it brought an answer or not. */
export interface Traffic {
  host: string;
  leaves_machine: boolean;
  sent_bytes: number;
  received_bytes: number;
  cost: Money | null;
}

export interface AskerOptions {
  purse: Purse;
  onTraffic: (traffic: Traffic) => void;
  /** More was spent than the budget allows, and the budget says go on. Told once for a purse. */
  onOverBudget: (spent: Money, budget: Money) => void;
  /** Where keys and proxies are looked up. Default: this process's. */
  env?: NodeJS.ProcessEnv;
  clock?: Clock;
}

/** An answer with what it cost. Tokens are always there: guessed from the text where the server counted none. */
export interface PricedReply extends ChatReply {
  prompt_tokens: number;
  answer_tokens: number;
  tokens_guessed: boolean;
  cost: Money | null;
  tries: number;
}

export interface Asker {
  /**
   * Asks, and asks again where that may help: six times in all, with growing waits, each within the rates and the budget.
   * Throws the last `EndpointFault`, `cost-exceeded`, or the signal's reason.
   */
  ask(request: ChatRequest, signal: AbortSignal): Promise<PricedReply>;
  close(): void;
}

/** Opens an endpoint for many requests. Throws `endpoint-key-missing` where the variable that holds the key is not set. */
export function openAsker(endpoint: Endpoint, options: AskerOptions): Asker {
  const { purse, onTraffic, onOverBudget, env = process.env, clock = systemClock } = options;
  const key = keyOf(endpoint, env);
  const gate = openGate(endpoint, clock);
  const isSecure = endpoint.url.startsWith("https:");
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: endpoint.parallel });
  const host = hostOf(endpoint.url) ?? endpoint.url;
  const leaves_machine = !isLoopback(endpoint.url);
  let limitName: NonNullable<ChatOptions["limitName"]> = "max_tokens";

  async function once(
    request: ChatRequest,
    limitName: NonNullable<ChatOptions["limitName"]>,
    signal: AbortSignal,
  ): Promise<Omit<PricedReply, "tries">> {
    const guessed = guessTokens(request.messages) + request.decode.max_tokens / 4;
    await gate.pass(guessed, signal);
    purse.check(onOverBudget);
    const traffic = { host, leaves_machine, sent_bytes: 0, received_bytes: 0, cost: null as Money | null };
    try {
      const onBytes = (sent: number, received: number) => {
        traffic.sent_bytes += sent;
        traffic.received_bytes += received;
      };
      const reply = await chat(request, { endpoint, key, signal, agent, env, onBytes, limitName });
      const prompt_tokens = reply.prompt_tokens ?? Math.ceil(guessTokens(request.messages));
      const answer_tokens = reply.answer_tokens ?? guessAnswerTokens(reply.text);
      const tokens_guessed = reply.prompt_tokens === null || reply.answer_tokens === null;
      gate.settle(guessed, prompt_tokens + answer_tokens);
      traffic.cost = costOf(endpoint.price, { input: prompt_tokens, output: answer_tokens });
      purse.spend(traffic.cost);
      return { ...reply, prompt_tokens, answer_tokens, tokens_guessed, cost: traffic.cost };
    } finally {
      onTraffic(traffic);
    }
  }

  return {
    async ask(request, signal) {
      for (let tries = 1; ; tries++) {
        const sent = limitName;
        try {
          return { ...(await once(request, sent, signal)), tries };
        } catch (error) {
          if (!(error instanceof EndpointFault)) throw error;
          // Others may have learned the name meanwhile: what counts is the one that this request was sent with.
          if (wantsOtherLimit(error) && sent === "max_tokens") {
            limitName = "max_completion_tokens";
            continue;
          }
          const tooLong = (error.retryAfter ?? 0) > longestRetryAfter;
          if (error.remedy !== "again" || tries >= mostTries || tooLong) throw error;
          const seconds = waitBefore(tries, error.retryAfter, clock.random());
          if (error.retryAfter !== null) gate.pause(seconds);
          await clock.sleep(seconds * 1000, signal);
        }
      }
    },
    close: () => agent.destroy(),
  };
}

/** OpenAI's newer models know the limit by its newer name only, and say so. */
function wantsOtherLimit({ code, params }: EndpointFault): boolean {
  return code === "endpoint-refuses" && String(params.detail).includes("max_completion_tokens");
}

/** An endpoint's secret; null: it wants none. Throws `endpoint-key-missing`. */
export function keyOf({ key_env, url }: Endpoint, env: NodeJS.ProcessEnv): string | null {
  if (key_env === null) return null;
  const key = env[key_env]?.trim() ?? "";
  if (key === "") throw new CodedError("endpoint-key-missing", { key_env, host: hostOf(url) ?? url });
  return key;
}
