import type { Assumption } from "../protocol/estimate.ts";
import { CodedError } from "../protocol/problem.ts";
import { nearest } from "../spec/near.ts";
import { findDevice, nearDevices } from "./device.ts";
import type { Device } from "./device-type.ts";
import type { EstimateRequest, Method } from "./estimate-request.ts";
import { mixtureNames } from "./gguf-mixture.ts";
import type { InferenceRuntime, Metric } from "./inference.ts";
import { findPrecision, type Precision, precisionNames } from "./precision.ts";
import { type PriceAssumptions, usualPrices } from "./price.ts";
import { type PriceTable, priceOf, publishedPrices } from "./price-table.ts";
import { type ReadShape, readShape, type ShapeOptions } from "./read-shape.ts";
import { readTargets } from "./trainable.ts";
import type { Optimizer, Sharding, TrainingRuntime, TrainingState } from "./training-work.ts";
import { cacheTypes } from "./weights.ts";

/** What a person says; what is left out is taken from the usual, and said in the list of assumptions. */
export interface EstimateOptions extends ShapeOptions {
  /** A shape that was read from a file, in place of one found by name. */
  read?: ReadShape | undefined;
  method?: Method | undefined;
  quant?: string | undefined;
  rank?: number | undefined;
  targets?: string | undefined;
  batch?: number | undefined;
  maxLength?: number | undefined;
  context?: number | undefined;
  answer?: number | undefined;
  users?: number | undefined;
  kv?: string | undefined;
  ubatch?: number | undefined;
  gpus?: number | undefined;
  runtime?: RuntimeName | undefined;
  metric?: Metric | undefined;
  device?: string | undefined;
  memory?: number | undefined;
  bandwidth?: number | undefined;
  tflops?: number | undefined;
  optimizer?: Optimizer | undefined;
  state?: TrainingState | undefined;
  sharding?: Sharding | undefined;
  checkpointing?: boolean | undefined;
  flash?: boolean | undefined;
  chunkedLoss?: boolean | undefined;
  ragged?: boolean | undefined;
  rows?: number | undefined;
  generations?: number | undefined;
  completion?: number | undefined;
  vllmShare?: number | undefined;
  reference?: boolean | undefined;
  prices?: Partial<PriceAssumptions> | undefined;
  /** A person's own, in place of the few that are published. */
  priceTable?: PriceTable | undefined;
}

const serving = ["llama.cpp", "vllm", "transformers", "litgpt"] as const satisfies readonly InferenceRuntime[];
/** TRL, PEFT's examples and ms-swift train with Transformers, each with defaults of its own. */
const training = ["trl", "transformers", "peft", "ms-swift", "unsloth", "litgpt", "torchtune"] as const;
export const runtimeNames = [...new Set([...serving, ...training])] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/** Reads options into a request. Throws `CodedError` for names that mean nothing. */
export function readRequest(options: EstimateOptions): { request: EstimateRequest; assumptions: Assumption[] } {
  const notes = new Notes();
  const method = notes.take("method", options.method, "serve");
  const found = options.read ?? readShape(options);
  notes.know("model", found.name);
  if (found.guessed) notes.know("shape", "guessed from the number of weights");
  const base = {
    model: found.name,
    shape: found.shape,
    guessed: found.guessed,
    precision: readPrecision(notes.take("quant", options.quant, method === "qlora" ? "nf4" : "bf16")),
    gpus: notes.take("gpus", options.gpus, 1),
    metric: notes.take("metric", options.metric, "device"),
    flash: notes.take("flash_attention", options.flash, true),
    device: readDevice(options),
    prices: readPrices(options, notes),
  };
  const request: EstimateRequest =
    method === "serve"
      ? { ...base, method, ...readServing(options, base.precision, notes) }
      : { ...base, method, ...readTraining(options, method, notes) };
  return { request, assumptions: notes.all };
}

/** Remembers what was taken from where. */
class Notes {
  readonly all: Assumption[] = [];

  take<T extends string | number | boolean>(name: string, given: T | undefined, usual: T, unit?: string): T {
    const value = given ?? usual;
    this.all.push({ name, value, origin: given === undefined ? "default" : "given", ...(unit && { unit }) });
    return value;
  }

  know(name: string, value: string | number, unit?: string): void {
    this.all.push({ name, value, origin: "known", ...(unit && { unit }) });
  }
}

function readPrecision(name: string): Precision {
  const found = findPrecision(name);
  if (found) return found;
  const near = nearest(name, [...precisionNames, ...mixtureNames])[0];
  const known = precisionNames.join(", ");
  throw new CodedError("precision-unknown", { name, known, ...(near !== undefined && { near }) });
}

function readServing(options: EstimateOptions, { kind }: Precision, notes: Notes) {
  const context = notes.take("context", options.context, 4096, "tokens");
  const cacheType = notes.take("kv", options.kv, "f16");
  for (const type of cacheType.split("/"))
    if (!cacheTypes.includes(type))
      throw new CodedError("cache-type-unknown", { name: type, known: cacheTypes.join(", ") });
  return {
    runtime: pick(notes.take("runtime", options.runtime, kind === "gguf" ? "llama.cpp" : "vllm"), serving, "serve"),
    users: notes.take("users", options.users, 1),
    context,
    answer: Math.min(context, notes.take("answer", options.answer, Math.min(256, context), "tokens")),
    cacheType,
    ubatch: notes.take("ubatch", options.ubatch, 512, "tokens"),
  };
}

function readTraining(options: EstimateOptions, method: Exclude<Method, "serve">, notes: Notes) {
  const runtime = pick(notes.take("runtime", options.runtime, "trl"), training, method);
  const whole = method === "full";
  const gpus = options.gpus ?? 1;
  const program: TrainingRuntime =
    runtime === "trl" || runtime === "peft" || runtime === "ms-swift" ? "transformers" : runtime;
  const chunked = runtime === "trl" || runtime === "unsloth" || runtime === "torchtune";
  return {
    runtime: program,
    adapter: whole ? null : readAdapter(options, method, notes),
    batch: notes.take("batch", options.batch, 1, "rows"),
    length: notes.take("max_length", options.maxLength, 1024, "tokens"),
    ragged: notes.take("ragged", options.ragged, runtime === "ms-swift"),
    checkpointing: notes.take("gradient_checkpointing", options.checkpointing, runtime !== "litgpt"),
    chunkedLoss: notes.take("chunked_loss", options.chunkedLoss, chunked),
    optimizer: notes.take("optimizer", options.optimizer, runtime === "unsloth" ? "adamw-8bit" : "adamw"),
    state: notes.take(
      "state",
      options.state,
      whole || runtime === "litgpt" || runtime === "torchtune" ? "bf16" : "fp32",
    ),
    sharding: notes.take("sharding", options.sharding, gpus > 1 ? "zero3" : "none"),
    grpo: method === "grpo" ? readGrpo(options, notes) : null,
    rows: options.rows ?? null,
  };
}

function readAdapter(options: EstimateOptions, method: Method, notes: Notes) {
  const { sites, fused, embeddings, unknown } = readTargets(notes.take("targets", options.targets, "all-linear"));
  if (unknown.length > 0) throw new CodedError("targets-unknown", { names: unknown.join(", ") });
  return { sites, fused, embeddings, rank: notes.take("rank", options.rank, 16), dora: method === "dora" };
}

/** TRL's defaults: 8 answers of 512 tokens; no copy to measure the distance from, as its `beta` is 0. */
function readGrpo(options: EstimateOptions, notes: Notes) {
  return {
    generations: notes.take("generations", options.generations, 8),
    completion: notes.take("completion", options.completion, 512, "tokens"),
    reference: notes.take("reference_copy", options.reference, false),
    vllm: notes.take("vllm_share", options.vllmShare, 0),
  };
}

function pick<T extends string>(runtime: string, known: readonly T[], method: string): T {
  const found = known.find((name) => name === runtime);
  if (found === undefined) throw new CodedError("runtime-wrong", { runtime, method, known: known.join(", ") });
  return found;
}

/** By name, or described: at least its memory, in GB. */
function readDevice({ device: name, memory, bandwidth, tflops }: EstimateOptions): Device | null {
  if (memory !== undefined) {
    const said = { memory_gb: memory, bandwidth_gb_s: bandwidth ?? null, tflops: tflops ?? null };
    return { name: name ?? `${memory} GB`, family: "cuda", bf16: true, watts: null, source: "given", ...said };
  }
  if (name === undefined) return null;
  const found = findDevice(name);
  if (!found) throw new CodedError("device-unknown", { name, near: nearDevices(name).join(", ") });
  return found;
}

function readPrices({ prices = {}, priceTable, device, gpus = 1 }: EstimateOptions, notes: Notes): PriceAssumptions {
  const known = device === undefined ? null : findDevice(device);
  const currency = notes.take("currency", prices.currency, usualPrices.currency);
  const listed = known && priceOf(priceTable ?? publishedPrices, known.name, currency);
  // Beside the cards: processor, memory, fans and the power supply's loss.
  const watts = prices.watts ?? (known?.watts ? known.watts * gpus + 150 : null);
  const purchase = prices.purchase ?? (listed?.purchase ? listed.purchase * gpus : null);
  const rent = prices.rent_per_hour ?? (listed?.rent_per_hour ? listed.rent_per_hour * gpus : null);
  const read: PriceAssumptions = {
    currency,
    purchase,
    months: notes.take("depreciation_months", prices.months, usualPrices.months, "months"),
    watts,
    pue: notes.take("pue", prices.pue, usualPrices.pue),
    price_per_kwh: notes.take("electricity", prices.price_per_kwh, usualPrices.price_per_kwh, "per kWh"),
    on: notes.take("on", prices.on, usualPrices.on, "share of the month"),
    rent_per_hour: rent,
  };
  if (watts !== null) notes.take("power", prices.watts ?? undefined, watts, "W");
  if (purchase !== null) notes.take("purchase", prices.purchase ?? undefined, purchase);
  if (rent !== null) notes.take("rent", prices.rent_per_hour ?? undefined, rent, "per hour");
  if (listed)
    notes.know(
      "price_source",
      `${listed.source}, ${listed.date ?? "undated"}; devices only, without a computer around them`,
    );
  return read;
}
