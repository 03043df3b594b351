import type { Agent } from "node:http";
import type { Json } from "../protocol/canonical.ts";
import type { Endpoint } from "../protocol/endpoint.ts";
import type { ChatMessage } from "../protocol/item.ts";
import type { Decode } from "../protocol/job.ts";
import { redact } from "../spec/secrets.ts";
import { EndpointFault } from "./fault.ts";
import { type Posted, post } from "./post.ts";
import { messageOf, refusal } from "./refusal.ts";
import {
  addChunk,
  chunkSchema,
  completionSchema,
  emptyReply,
  errorBodySchema,
  type Reply,
  replyOf,
  type TokenLogprob,
} from "./reply.ts";
import { eventStreamReader } from "./sse.ts";

/** A body beyond this is no answer to a question; `max_tokens` ends at 32,768. Bytes. */
const longestBody = 64_000_000;

export interface ChatRequest {
  messages: readonly ChatMessage[];
  decode: Pick<Decode, "temperature" | "max_tokens" | "constrain">;
  /** The JSON schema that is asked for with `constrain: schema`. Servers may ignore it, so answers are checked all the same. */
  schema: Json | null;
}

export interface ChatReply {
  text: string;
  finish: "stop" | "length";
  /** As the server counted them; null: it did not. */
  prompt_tokens: number | null;
  answer_tokens: number | null;
  /** Natural logarithms of the probabilities of the answer's tokens, where the server gave them. */
  logprobs: TokenLogprob[];
  /** From the request's start to the last byte; to the first text. */
  seconds: number;
  first_token_seconds: number;
  sent_bytes: number;
  received_bytes: number;
}

export interface ChatOptions {
  endpoint: Endpoint;
  /** The secret; null: none is sent. */
  key: string | null;
  signal: AbortSignal;
  agent: Agent;
  env: NodeJS.ProcessEnv;
  /** Counts bytes of a request that failed as well: they were sent all the same. */
  onBytes: (sent: number, received: number) => void;
  /** What the server calls the limit of an answer: OpenAI's newer models refuse the older name. */
  limitName?: "max_tokens" | "max_completion_tokens";
}

/** The body of a request, as it is sent. */
export function bodyOf({ messages, decode, schema }: ChatRequest, model: string, limitName = "max_tokens"): string {
  return JSON.stringify({
    model,
    messages,
    temperature: decode.temperature,
    [limitName]: decode.max_tokens,
    ...formatOf(decode.constrain, schema),
    stream: true,
    stream_options: { include_usage: true },
  });
}

function formatOf(constrain: Decode["constrain"], schema: Json | null): { response_format?: Json } {
  if (constrain === "none") return {};
  if (constrain === "json" || schema === null) return { response_format: { type: "json_object" } };
  return { response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } } };
}

/**
 * Asks once. A server that streams is read as it streams; one that answers whole is read whole.
 * Throws `EndpointFault`, or the signal's reason.
 */
export async function chat(request: ChatRequest, options: ChatOptions): Promise<ChatReply> {
  const { endpoint, key, onBytes } = options;
  const body = bodyOf(request, endpoint.model, options.limitName);
  const started = performance.now();
  const sent = Buffer.byteLength(body);
  let received = 0;
  let firstAt: number | null = null;
  try {
    const posted = await post(`${endpoint.url}/chat/completions`, {
      body,
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream, application/json",
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      timeout: endpoint.timeout,
      signal: options.signal,
      agent: options.agent,
      env: options.env,
    });
    const count = (bytes: number) => {
      received += bytes;
      if (received <= longestBody) return;
      posted.drop();
      throw new EndpointFault("endpoint-too-long", { host: hostName(endpoint) }, { remedy: "item" });
    };
    if (posted.status !== 200) throw refusal(posted, await wholeText(posted, count), options);
    const isStream = String(posted.headers["content-type"] ?? "").includes("text/event-stream");
    const reply = isStream
      ? await readStream(posted, endpoint, count, () => {
          firstAt ??= performance.now();
        })
      : parseWhole(await wholeText(posted, count), endpoint);
    const ended = performance.now();
    return {
      ...answerOf(reply, endpoint),
      seconds: (ended - started) / 1000,
      first_token_seconds: ((firstAt ?? ended) - started) / 1000,
      sent_bytes: sent,
      received_bytes: received,
    };
  } finally {
    onBytes(sent, received);
  }
}

function answerOf(reply: Reply, endpoint: Endpoint) {
  if (reply.finish === "content_filter") {
    throw new EndpointFault("endpoint-filtered", { host: hostName(endpoint) }, { remedy: "item" });
  }
  return {
    text: reply.text,
    finish: reply.finish === "length" ? ("length" as const) : ("stop" as const),
    prompt_tokens: reply.usage.prompt_tokens,
    answer_tokens: reply.usage.completion_tokens,
    logprobs: reply.logprobs,
  };
}

/** A stream is whole when its last piece says why it ended, with or without `[DONE]` after it. */
async function readStream(
  posted: Posted,
  endpoint: Endpoint,
  count: (bytes: number) => void,
  onText: () => void,
): Promise<Reply> {
  const reply = emptyReply();
  const reader = eventStreamReader();
  let done = false;
  const take = (events: readonly string[]) => {
    for (const data of events) {
      if (done) return;
      if (data === "[DONE]") {
        done = true;
        return;
      }
      const before = reply.text.length;
      addChunk(reply, parseChunk(data, endpoint));
      if (reply.text.length > before) onText();
    }
  };
  const tooLong = (cause: unknown) =>
    new EndpointFault("endpoint-too-long", { host: hostName(endpoint) }, { remedy: "item", cause });
  const guarded = (read: () => string[]) => {
    try {
      return read();
    } catch (error) {
      if (error instanceof RangeError) throw tooLong(error);
      throw error;
    }
  };
  for await (const piece of posted.body) {
    count(piece.length);
    take(guarded(() => reader.push(piece)));
  }
  take(guarded(() => reader.end()));
  if (!done && reply.finish === null) {
    throw new EndpointFault("endpoint-cut", { host: hostName(endpoint) }, { remedy: "again" });
  }
  return reply;
}

function parseChunk(data: string, endpoint: Endpoint) {
  const value = parseJson(data, endpoint);
  const error = errorBodySchema.safeParse(value);
  if (error.success) {
    // A server that fails in the middle can only say so in the stream: its status has been sent.
    const detail = messageOf(error.data.error);
    throw new EndpointFault("endpoint-failed", { host: hostName(endpoint), detail }, { remedy: "again" });
  }
  const chunk = chunkSchema.safeParse(value);
  if (!chunk.success) throw wrongShape(endpoint, chunk.error.issues[0]?.message ?? "");
  return chunk.data;
}

function parseWhole(text: string, endpoint: Endpoint): Reply {
  const completion = completionSchema.safeParse(parseJson(text, endpoint));
  if (!completion.success) {
    const [issue] = completion.error.issues;
    throw wrongShape(endpoint, issue ? `${issue.path.join(".")}: ${issue.message}` : "");
  }
  return replyOf(completion.data);
}

function parseJson(text: string, endpoint: Endpoint): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const begin = redact(text.slice(0, 80));
    throw new EndpointFault("endpoint-not-json", { host: hostName(endpoint), begin }, { remedy: "again", cause });
  }
}

function wrongShape(endpoint: Endpoint, detail: string): EndpointFault {
  return new EndpointFault("endpoint-wrong-shape", { host: hostName(endpoint), detail }, { remedy: "endpoint" });
}

async function wholeText(posted: Posted, count: (bytes: number) => void): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of posted.body) {
    count(piece.length);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function hostName({ url }: Endpoint): string {
  return new URL(url).host;
}
