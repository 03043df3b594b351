import { withShots } from "../data/shots.ts";
import type { Json } from "../protocol/canonical.ts";
import type { Endpoint, Money } from "../protocol/endpoint.ts";
import type { Answer, Item } from "../protocol/item.ts";
import type { Decode } from "../protocol/job.ts";
import { CodedError } from "../protocol/problem.ts";
import type { Asker, PricedReply } from "./asker.ts";
import type { ChatRequest } from "./chat.ts";
import { EndpointFault } from "./fault.ts";
import { type Enter, inOrder } from "./in-order.ts";
import { totalOf } from "./price.ts";
import { type CachedReply, type ResponseCache, requestKey } from "./response-cache.ts";

/** So many failures without a single answer between them, and the rest would fail as well. */
const mostFailuresInARow = 10;

export interface AnswerItemsOptions {
  /** Read one after the other, so that memory does not grow with their number. */
  items: AsyncIterable<Item>;
  /** Their number, for progress. */
  total: number;
  /** Examples shown before the question, oldest first. */
  shots: readonly Item[];
  decode: Decode;
  /** How often each item is asked. */
  repeats: number;
  schema: Json | null;
  endpoint: Endpoint;
  asker: Pick<Asker, "ask">;
  cache: ResponseCache;
  /** Gets the answers in the items' order, the repeats of one item one after the other. */
  onAnswer: (answer: Answer) => Promise<void>;
  /** An item that the endpoint refuses for good; it will have no answer. */
  onRefused: (id: string, fault: EndpointFault) => void;
  onProgress: (done: number) => void;
  signal: AbortSignal;
}

export interface AnsweredItems {
  /** Requests that were asked and answered, and answers that were there already. */
  asked: number;
  kept: number;
  refused: number;
  prompt_tokens: number;
  answer_tokens: number;
  cut_at_max_tokens: number;
  /** What all answers have cost, whenever that was; what this attempt did. */
  cost: Money | null;
  cost_now: Money | null;
  /** Of the answers' times: mean seconds until the first text. */
  first_token_seconds: number | null;
  tokens_guessed: boolean;
}

type Outcome =
  | { is: "answer"; item: Item; repeat: number; request: ChatRequest; reply: CachedReply; fresh: boolean }
  | { is: "refused" | "open"; item: Item; fault: EndpointFault };

/**
 * Asks an endpoint all items, `endpoint.parallel` at a time. What the cache has is not asked again, so a later call goes on
 * where an earlier one was killed and asks for nothing but what failed.
 * Throws what makes going on useless (`cost-exceeded`, a fault of the endpoint itself, ten failures in a row), and
 * `endpoint-items-open` at the end where items have failed that may succeed another time.
 */
export async function answerItems(options: AnswerItemsOptions): Promise<AnsweredItems> {
  const { endpoint, signal, onAnswer, onRefused, onProgress } = options;
  const result = emptyResult();
  const open: { id: string; fault: EndpointFault }[] = [];
  let last = "";
  let done = 0;
  const outcomes = inOrder(requestsOf(options), oneAsker(options), { parallel: endpoint.parallel, signal });
  for await (const outcome of outcomes) {
    if (outcome.item.id !== last) {
      last = outcome.item.id;
      done += 1;
      onProgress(done);
    }
    if (outcome.is === "answer") {
      add(result, outcome);
      await onAnswer(answerOf(outcome, options.repeats));
    } else if (outcome.is === "refused") {
      result.refused += 1;
      onRefused(outcome.item.id, outcome.fault);
    } else open.push({ id: outcome.item.id, fault: outcome.fault });
  }
  const [first] = open;
  if (first) {
    const { code, params } = first.fault;
    const detail = String(params.detail ?? params.reason ?? code);
    throw new CodedError(
      "endpoint-items-open",
      { count: open.length, items: options.total * options.repeats, id: first.id, reason: detail },
      { cause: first.fault },
    );
  }
  return result;
}

interface Question {
  item: Item;
  repeat: number;
  request: ChatRequest;
}

async function* requestsOf({ items, shots, decode, repeats, schema }: AnswerItemsOptions): AsyncIterable<Question> {
  for await (const item of items) {
    const request = { messages: withShots(item, shots), decode, schema };
    for (let repeat = 0; repeat < repeats; repeat++) yield { item, repeat, request };
  }
}

/** Answers one question: from the cache, from an equal request that is under way, or by asking. */
function oneAsker({ asker, cache, endpoint }: AnswerItemsOptions) {
  const underWay = new Map<string, Promise<CachedReply>>();
  let failures = 0;

  async function fresh(key: string, request: ChatRequest, signal: AbortSignal): Promise<CachedReply> {
    const reply = cachedOf(key, await asker.ask(request, signal));
    await cache.add(reply);
    return reply;
  }

  return async ({ item, repeat, request }: Question, enter: Enter, signal: AbortSignal): Promise<Outcome> => {
    const key = requestKey(request, endpoint, repeat);
    const found = await cache.get(key);
    if (found) return { is: "answer", item, repeat, request, reply: found, fresh: false };
    const there = underWay.get(key);
    try {
      if (there) return { is: "answer", item, repeat, request, reply: await there, fresh: false };
      const asking = enter(() => fresh(key, request, signal));
      underWay.set(key, asking);
      const reply = await asking.finally(() => underWay.delete(key));
      failures = 0;
      return { is: "answer", item, repeat, request, reply, fresh: true };
    } catch (error) {
      if (!(error instanceof EndpointFault) || error.remedy === "endpoint") throw error;
      failures += 1;
      if (failures >= mostFailuresInARow) throw error;
      return { is: error.remedy === "item" ? "refused" : "open", item, fault: error };
    }
  };
}

function cachedOf(key: string, reply: PricedReply): CachedReply {
  const { text, finish, prompt_tokens, answer_tokens, tokens_guessed, seconds, first_token_seconds, cost } = reply;
  const { logprobs } = reply;
  const counted = { prompt_tokens, answer_tokens, tokens_guessed, seconds, first_token_seconds, cost };
  return { key, text, finish, ...counted, ...(logprobs.length > 0 ? { logprobs } : {}) };
}

function answerOf({ item, repeat, request, reply }: Extract<Outcome, { is: "answer" }>, repeats: number): Answer {
  return {
    id: item.id,
    // The template is the server's own: what it was sent is all that can be known.
    prompt: JSON.stringify(request.messages),
    answer: reply.text,
    prompt_tokens: reply.prompt_tokens,
    answer_tokens: reply.answer_tokens,
    seconds: reply.seconds,
    finish: reply.finish,
    ...(repeats > 1 ? { repeat } : {}),
  };
}

function emptyResult(): AnsweredItems {
  return {
    asked: 0,
    kept: 0,
    refused: 0,
    prompt_tokens: 0,
    answer_tokens: 0,
    cut_at_max_tokens: 0,
    cost: null,
    cost_now: null,
    first_token_seconds: null,
    tokens_guessed: false,
  };
}

function add(result: AnsweredItems, { reply, fresh }: Extract<Outcome, { is: "answer" }>): void {
  const before = result.asked + result.kept;
  result[fresh ? "asked" : "kept"] += 1;
  result.prompt_tokens += reply.prompt_tokens;
  result.answer_tokens += reply.answer_tokens;
  result.cut_at_max_tokens += reply.finish === "length" ? 1 : 0;
  result.cost = totalOf(result.cost, reply.cost);
  if (fresh) result.cost_now = totalOf(result.cost_now, reply.cost);
  result.first_token_seconds = ((result.first_token_seconds ?? 0) * before + reply.first_token_seconds) / (before + 1);
  result.tokens_guessed ||= reply.tokens_guessed;
}
