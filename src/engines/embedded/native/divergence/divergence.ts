import { open } from "node:fs/promises";
import path from "node:path";
import { withShots } from "../../../../data/shots.ts";
import type { Divergence, DivergenceRow } from "../../../../protocol/divergence.ts";
import type { JobOf } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { perplexity, summarizeDivergence } from "../../../../stats/divergence.ts";
import { mean } from "../../../../stats/mean.ts";
import { topTokens, truncatedDivergence } from "../../../../stats/truncated-divergence.ts";
import { openContext } from "../decode/context.ts";
import { chatOfModel, type LoadedModel, openModel } from "../decode/model.ts";
import { readItems } from "../items.ts";
import type { Say } from "../say.ts";
import { renderExample } from "../text/chat.ts";
import { OUTPUTS, type Place, predictor } from "./predict.ts";
import { type Prediction, predictionReader, writePrediction } from "./store.ts";

type DivergenceJob = JobOf<"divergence">;
interface Text {
  id: string;
  tokens: number[];
  start: number;
}

const BATCH = 512;

/** Measures how a model predicts the expected answers, or keeps how the reference does; see the job's schema. */
export async function divergenceJob(job: DivergenceJob, say: Say): Promise<Record<string, unknown>> {
  const model = openModel(job.model);
  try {
    const texts = await textsOf(job, model);
    if (texts.length === 0) throw new CodedError("divergence-without-answers");
    const each = { model, texts, say, threads: job.threads };
    if (job.reference === null) return await keepReference(each, path.join(job.out, "reference.bin"));
    return await measure(each, job.reference, path.join(job.out, "divergence.jsonl"));
  } finally {
    model.free();
  }
}

/** The items that have an expected answer, as the model was trained to see them. */
async function textsOf(job: DivergenceJob, model: LoadedModel): Promise<Text[]> {
  const shots = job.shots === null ? [] : await readItems(job.shots);
  const chat = chatOfModel(model);
  const items = (await readItems(job.items)).filter(({ answer }) => answer.trim() !== "");
  return items.map((item) => {
    const { tokens, answerStart } = renderExample(chat, { messages: withShots(item, shots), answer: item.answer });
    const context = model.trainContext ?? Number.POSITIVE_INFINITY;
    if (tokens.length > context) {
      throw new CodedError("prompt-too-long", {
        id: item.id,
        count: 1,
        tokens: answerStart,
        max_tokens: tokens.length - answerStart,
        context,
      });
    }
    return { id: item.id, tokens, start: answerStart };
  });
}

interface Measuring {
  model: LoadedModel;
  texts: readonly Text[];
  say: Say;
  threads: number;
}

/** Calls `onPlace` for each place of each text and `onText` after each text. */
async function throughAll(
  { model, texts, say, threads }: Measuring,
  onPlace: (place: Place, text: Text) => Promise<void>,
  onText: (text: Text) => Promise<void>,
): Promise<void> {
  const length = texts.reduce((most, { tokens }) => Math.max(most, tokens.length), 0);
  const context = openContext(model, { length, sequences: 1, threads, batch: BATCH, outputs: OUTPUTS });
  const predict = predictor(context);
  const started = performance.now();
  try {
    for (const [index, text] of texts.entries()) {
      for await (const place of predict(text.tokens, text.start)) await onPlace(place, text);
      await onText(text);
      const left = ((performance.now() - started) / 1000 / (index + 1)) * (texts.length - index - 1);
      say({ type: "progress", done: index + 1, total: texts.length, unit: "items", seconds_left: left });
    }
  } finally {
    context.close();
  }
}

async function keepReference(measuring: Measuring, file: string): Promise<Record<string, unknown>> {
  const handle = await open(file, "w");
  const logs: number[] = [];
  try {
    const keep = async ({ expected, logs: all }: Place) => {
      logs.push(all[expected]!);
      await writePrediction(handle, { expected, expectedLog: all[expected]!, top: topTokens(all) });
    };
    await throughAll(measuring, keep, async () => undefined);
    const { size } = await handle.stat();
    return {
      items: measuring.texts.length,
      tokens: logs.length,
      perplexity: perplexity(logs.map((log) => -log)),
      bytes_per_token: size / logs.length,
    };
  } finally {
    await handle.close();
  }
}

/** What one token says of the model against the reference. */
interface TokenResult {
  kld: number;
  missing: number;
  sameTop: boolean;
  log: number;
  referenceLog: number;
}

async function measure(measuring: Measuring, reference: string, file: string): Promise<Record<string, unknown>> {
  const [stored, rows] = [await open(reference, "r"), await open(file, "w")];
  const all: TokenResult[] = [];
  let own: TokenResult[] = [];
  try {
    const next = predictionReader(stored, reference);
    await throughAll(
      measuring,
      async (place, { id }) => {
        const prediction = await next();
        if (prediction.expected !== place.expected) throw new CodedError("divergence-tokens-differ", { id });
        own.push(compare(prediction, place));
      },
      async ({ id }) => {
        await rows.write(`${JSON.stringify(rowOf(id, own))}\n`);
        all.push(...own);
        own = [];
      },
    );
    return { divergence: summaryOf(all, measuring.texts.length) };
  } finally {
    await Promise.all([stored.close(), rows.close()]);
  }
}

function compare({ top, expectedLog }: Prediction, { expected, logs }: Place): TokenResult {
  let best = 0;
  for (let token = 1; token < logs.length; token += 1) if (logs[token]! > logs[best]!) best = token;
  const sameTop = top.tokens[0] === best;
  return { ...truncatedDivergence(top, logs), sameTop, log: logs[expected]!, referenceLog: expectedLog };
}

function rowOf(id: string, results: readonly TokenResult[]): DivergenceRow {
  return {
    id,
    tokens: results.length,
    nll: -mean(results.map(({ log }) => log)),
    reference_nll: -mean(results.map(({ referenceLog }) => referenceLog)),
    kld: mean(results.map(({ kld }) => kld)),
    kld_max: results.reduce((most, { kld }) => Math.max(most, kld), 0),
    same_top: results.filter(({ sameTop }) => sameTop).length / results.length,
  };
}

function summaryOf(results: readonly TokenResult[], items: number): Divergence {
  const summary = summarizeDivergence({
    kld: results.map(({ kld }) => kld),
    sameTop: results.map(({ sameTop }) => sameTop),
    probabilityChange: results.map(({ log, referenceLog }) => Math.exp(log) - Math.exp(referenceLog)),
  });
  return {
    items,
    tokens: summary.tokens,
    perplexity: perplexity(results.map(({ log }) => -log)),
    reference_perplexity: perplexity(results.map(({ referenceLog }) => -referenceLog)),
    kld_mean: summary.mean,
    kld_median: summary.median,
    kld_p90: summary.p90,
    kld_p99: summary.p99,
    kld_max: summary.max,
    kld_missing: mean(results.map(({ missing }) => missing)),
    same_top: summary.sameTop,
    probability_change_mean: summary.meanProbabilityChange,
    probability_change_rms: summary.rmsProbabilityChange,
  };
}
