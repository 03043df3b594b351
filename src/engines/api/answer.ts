import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { linesOf } from "../../disk/lines.ts";
import { type AnsweredItems, answerItems } from "../../endpoints/answer-items.ts";
import { openAsker, type Traffic } from "../../endpoints/asker.ts";
import type { EndpointFault } from "../../endpoints/fault.ts";
import { type Purse, totalOf } from "../../endpoints/price.ts";
import { cacheFileOf, openResponseCache } from "../../endpoints/response-cache.ts";
import type { Endpoint, Transfer } from "../../protocol/endpoint.ts";
import { formatAmount } from "../../protocol/format.ts";
import { isLoopback } from "../../protocol/host.ts";
import { type Answer, type Item, itemSchema } from "../../protocol/item.ts";
import type { Decode, WorkerMessage } from "../../protocol/job.ts";
import { CodedError } from "../../protocol/problem.ts";

export interface AnswerJob {
  endpoint: Endpoint;
  /** Absolute paths: items of the store, examples (null: none), the folder of the artifact and that of cached responses. */
  items: string;
  shots: string | null;
  out: string;
  responses: string;
  /** Number of the items, for progress. */
  total: number;
  decode: Decode;
  repeats: number;
  /** JSON schema text, where `decode.constrain` is `schema`. */
  schema: string | null;
  /** `data.stays`: nothing may go to another machine. */
  stays: boolean;
}

export interface AnswerOptions {
  purse: Purse;
  signal: AbortSignal;
  onMessage: (message: Extract<WorkerMessage, { type: "progress" | "note" }>) => void;
  onTransfer: (transfer: Transfer) => void;
  env?: NodeJS.ProcessEnv;
}

/** Traffic is told this often, and at the end; milliseconds. */
const TELL_EVERY_MS = 1000;

/**
 * Asks a model behind an address all items, in this process, and writes `answers.jsonl` as the embedded engine does, with
 * `refused.jsonl` for items that the endpoint would not answer. Memory does not grow with the items.
 * The file was checked against `data.stays` before; this looks once more, as nothing can be called back.
 * Throws `data-stays-endpoint`, and what `answerItems` and `openAsker` throw.
 */
export async function answerByEndpoint(job: AnswerJob, options: AnswerOptions): Promise<Record<string, unknown>> {
  const { endpoint, out } = job;
  const host = new URL(endpoint.url).host;
  if (job.stays && !isLoopback(endpoint.url)) throw new CodedError("data-stays-endpoint", { host });
  const started = performance.now();
  const meter = transferMeter(options.onTransfer);
  const asker = openAsker(endpoint, {
    purse: options.purse,
    onTraffic: meter.add,
    onOverBudget: (spent, budget) =>
      note(options.onMessage, "cost-over-budget", {
        ...{ spent: formatAmount(spent.amount), budget: formatAmount(budget.amount), currency: budget.currency },
      }),
    ...(options.env ? { env: options.env } : {}),
  });
  await mkdir(out, { recursive: true });
  const cache = await openResponseCache(cacheFileOf(job.responses, endpoint));
  const answers = lineWriter(path.join(out, "answers.jsonl"));
  const refusals: { id: string; fault: EndpointFault }[] = [];
  const progress = progressTeller(job.total, options.onMessage);
  try {
    const result = await answerItems({
      items: readItems(job.items),
      total: job.total,
      shots: job.shots === null ? [] : await collect(readItems(job.shots)),
      decode: job.decode,
      repeats: job.repeats,
      schema: job.schema === null ? null : JSON.parse(job.schema),
      endpoint,
      asker,
      cache,
      onAnswer: (answer) => answers.write(answer),
      onRefused: (id, fault) => void refusals.push({ id, fault }),
      onProgress: progress,
      signal: options.signal,
    });
    await answers.close();
    await tellRefusals(refusals, { job, host, onMessage: options.onMessage });
    if (result.tokens_guessed) note(options.onMessage, "endpoint-no-usage", { host });
    return factsOf(result, endpoint, host, (performance.now() - started) / 1000);
  } finally {
    meter.close();
    asker.close();
    await Promise.allSettled([cache.close(), answers.close()]);
  }
}

function factsOf(result: AnsweredItems, endpoint: Endpoint, host: string, seconds: number): Record<string, unknown> {
  const { asked, kept, refused, prompt_tokens, answer_tokens, cut_at_max_tokens, cost, cost_now } = result;
  return {
    host,
    model: endpoint.model,
    items: asked + kept,
    items_kept: kept,
    items_refused: refused,
    prompt_tokens,
    answer_tokens,
    cut_at_max_tokens,
    cost,
    cost_now,
    first_token_seconds: result.first_token_seconds,
    tokens_guessed: result.tokens_guessed,
    // Speeds are of what this attempt asked, all requests side by side; null where it asked nothing.
    items_per_second: asked > 0 ? asked / seconds : null,
    tokens_per_second: asked > 0 && kept === 0 ? answer_tokens / seconds : null,
    parallel: endpoint.parallel,
  };
}

interface Refusals {
  job: AnswerJob;
  host: string;
  onMessage: AnswerOptions["onMessage"];
}

async function tellRefusals(
  refusals: readonly { id: string; fault: EndpointFault }[],
  { job, host, onMessage }: Refusals,
): Promise<void> {
  const [first] = refusals;
  if (!first) return;
  const file = lineWriter(path.join(job.out, "refused.jsonl"));
  for (const { id, fault } of refusals) await file.write({ id, code: fault.code, params: fault.params });
  await file.close();
  const reason = String(first.fault.params.detail ?? first.fault.code);
  note(onMessage, "endpoint-items-refused", { host, count: refusals.length, items: job.total, id: first.id, reason });
}

function note(onMessage: AnswerOptions["onMessage"], code: string, params: Record<string, string | number>): void {
  onMessage({ type: "note", level: "warning", code, params });
}

/** Items of the store one after the other. A line that is none is the store's damage, and ends it. */
async function* readItems(file: string): AsyncIterable<Item> {
  for await (const line of linesOf(file)) yield itemSchema.parse(JSON.parse(line));
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

/** Writes JSON lines, waiting where the disk is slower than the endpoint. */
function lineWriter(file: string) {
  const stream = createWriteStream(file);
  const done = finished(stream);
  done.catch(() => undefined); // told by `write` and `close`
  return {
    async write(value: Answer | Record<string, unknown>): Promise<void> {
      if (stream.write(`${JSON.stringify(value)}\n`)) return;
      await Promise.race([new Promise<void>((resolve) => stream.once("drain", () => resolve())), done]);
    },
    async close(): Promise<void> {
      stream.end();
      await done;
    },
  };
}

/** Sums traffic by host and tells it in order: every byte is in exactly one event. */
function transferMeter(onTransfer: (transfer: Transfer) => void) {
  const open = new Map<string, Transfer>();
  let last = performance.now();
  const tell = () => {
    for (const transfer of open.values()) onTransfer(transfer);
    open.clear();
    last = performance.now();
  };
  return {
    add({ host, leaves_machine, sent_bytes, received_bytes, cost }: Traffic): void {
      const sum = open.get(host) ?? { host, leaves_machine, requests: 0, sent_bytes: 0, received_bytes: 0, cost: null };
      open.set(host, {
        ...sum,
        requests: sum.requests + 1,
        sent_bytes: sum.sent_bytes + sent_bytes,
        received_bytes: sum.received_bytes + received_bytes,
        cost: totalOf(sum.cost, cost),
      });
      if (performance.now() - last >= TELL_EVERY_MS) tell();
    },
    close: tell,
  };
}

function progressTeller(total: number, onMessage: AnswerOptions["onMessage"]): (done: number) => void {
  const started = performance.now();
  let told = Number.NEGATIVE_INFINITY;
  return (done) => {
    const now = performance.now();
    if (done < total && now - told < 250) return;
    told = now;
    const seconds_left = done > 0 ? ((now - started) / 1000 / done) * (total - done) : null;
    onMessage({ type: "progress", done, total, unit: "items", seconds_left });
  };
}
