import type { Estimate } from "../protocol/estimate.ts";
import { countParameters } from "./architecture.ts";
import type { Device } from "./device-type.ts";
import type { EstimateRequest, ServeRequest, TrainRequest } from "./estimate-request.ts";
import { inferenceMemory, totalBytes } from "./inference.ts";
import { type EstimateKind, rangeOf } from "./interval.ts";
import { costOf } from "./price.ts";
import { type Engine, servingSpeed, trainingSeconds } from "./speed.ts";
import { trainingMemory } from "./training.ts";

/** Share of measured rows within low … high, models left out of the fit in turn (`npm run bench:sizing`). */
const COVERAGE = 0.95;

/** Everything but what fits where and the list of assumptions, which need the table of devices and the person's options. */
export function estimate(request: EstimateRequest): Omit<Estimate, "fits" | "assumptions"> {
  const { parts, perDevice } = memoryParts(request);
  const likely = totalBytes(parts);
  const range = rangeOf(likely, kindOf(request), { guessed: request.guessed });
  const seconds = secondsOf(request);
  return {
    model: request.model,
    parameters: Math.round(countParameters(request.shape).total),
    method: request.method,
    memory_bytes: { ...rounded(range), parts: rounded(parts), per_device: Math.round(perDevice), coverage: COVERAGE },
    seconds,
    cost: costOf(request.prices, {
      seconds: seconds?.of === "run" ? seconds.likely : null,
      answers_per_second:
        seconds?.of === "answer" && request.method === "serve" ? request.users / seconds.likely : null,
    }),
  };
}

/** Half a byte is nothing that a person wants to read. */
function rounded<T extends object>(bytes: T): T {
  return Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, Math.round(value)])) as T;
}

/** Bytes of all devices together by what they are for, and of the fullest device. */
export function memoryParts(request: EstimateRequest): { parts: Record<string, number>; perDevice: number } {
  if (request.method === "serve") {
    const parts = { ...inferenceMemory(inferenceWork(request)) };
    return { parts, perDevice: totalBytes(parts) / request.gpus };
  }
  const { total, perDevice } = trainingMemory({ ...request, pairs: request.method === "dpo" });
  const used = Object.entries(total).filter(([, bytes]) => bytes > 0);
  return { parts: Object.fromEntries(used), perDevice: totalBytes({ ...perDevice }) };
}

function inferenceWork(request: ServeRequest) {
  const { shape, precision, users, context, answer, cacheType, runtime, metric, ubatch, flash, gpus } = request;
  const prompt = Math.max(1, context - answer);
  const cache = { type: cacheType, windows: runtime !== "llama.cpp" };
  const chunk = runtime === "vllm" || runtime === "llama.cpp" ? { ubatch } : {};
  return {
    shape,
    precision,
    users,
    prompt,
    generated: context - prompt,
    cache,
    runtime,
    metric,
    flash,
    gpus,
    ...chunk,
  };
}

export function kindOf(request: EstimateRequest): EstimateKind {
  if (request.method === "serve") return request.gpus > 1 ? "serve-several" : "serve";
  if (request.gpus > 1) return "train-several";
  if (request.ragged && request.metric !== "allocated") return "train-ragged";
  return request.metric === "allocated" ? "train" : "train-reserved";
}

/** What of a device speed needs; null where its maker does not say. */
export function engineOf({ tflops, bandwidth_gb_s }: Device): Engine | null {
  return tflops === null || bandwidth_gb_s === null ? null : { tflops, bandwidth_gb_s };
}

function secondsOf(request: EstimateRequest): Estimate["seconds"] {
  const engine = request.device && engineOf(request.device);
  if (!engine) return null;
  return request.method === "serve" ? answerSeconds(request, engine) : stepSeconds(request, engine);
}

/** Half of the answer is in the cache, on average. */
export function speedOf(request: ServeRequest, engine: Engine) {
  const { context, answer, cacheType } = request;
  const prompt = Math.max(1, context - answer);
  return servingSpeed({ ...request, prompt, context: prompt + answer / 2, cacheType }, engine);
}

function answerSeconds(request: ServeRequest, engine: Engine): Estimate["seconds"] {
  const speed = speedOf(request, engine);
  const likely = speed.first_token_seconds + request.answer / speed.tokens_per_second;
  return {
    ...rangeOf(likely, "seconds"),
    of: "answer",
    first_token: speed.first_token_seconds,
    tokens_per_second: speed.tokens_per_second,
    tokens_per_second_all: speed.tokens_per_second_all,
  };
}

function stepSeconds(request: TrainRequest, engine: Engine): Estimate["seconds"] {
  const { batch, grpo, rows } = request;
  const length = request.length + (grpo?.completion ?? 0);
  const computed = batch * (request.method === "dpo" ? 2 : 1) * (grpo?.generations ?? 1);
  const learning = trainingSeconds({ ...request, length, batch: computed, full: request.adapter === null }, engine);
  // Frozen passes: DPO's reference, and with GRPO the answers, which are written before they are learned from.
  const frozen = request.method === "dpo" ? learning / 3 : grpo ? generationSeconds(request, engine) : 0;
  const step = learning + frozen;
  const likely = rows === null ? step : (rows / batch) * step;
  const tokens = (batch * length) / step;
  return {
    ...rangeOf(likely, "seconds"),
    of: rows === null ? "step" : "run",
    first_token: null,
    tokens_per_second: null,
    tokens_per_second_all: tokens,
  };
}

function generationSeconds(request: TrainRequest, engine: Engine): number {
  const { grpo, shape, precision, batch, length, gpus } = request;
  if (!grpo) return 0;
  const users = batch * grpo.generations;
  const runtime = grpo.vllm > 0 ? "vllm" : "transformers";
  const work = {
    shape,
    precision,
    runtime,
    users,
    prompt: length,
    context: length + grpo.completion / 2,
    gpus,
  } as const;
  return grpo.completion / servingSpeed(work, engine).tokens_per_second;
}
