import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "../../../src/protocol/problem.ts";
import { findDevice } from "../../../src/sizing/device.ts";
import { estimate } from "../../../src/sizing/estimate.ts";
import { fitOn } from "../../../src/sizing/fit.ts";
import { costOf, hostedPerThousandAnswers, impliedMonths, usualPrices } from "../../../src/sizing/price.ts";
import { type EstimateOptions, readRequest } from "../../../src/sizing/read-request.ts";
import { readCount } from "../../../src/sizing/read-shape.ts";

const of = (options: EstimateOptions) => estimate(readRequest(options).request);
const likely = (options: EstimateOptions) => of(options).memory_bytes.likely;

function refused(code: string, options: EstimateOptions): void {
  assert.throws(
    () => readRequest(options),
    (error) => error instanceof CodedError && error.code === code,
  );
}

test("parts add up, and low < likely < high", () => {
  for (const method of ["serve", "lora", "qlora", "dora", "full", "dpo", "grpo"] as const) {
    const { memory_bytes: memory } = of({ arch: "qwen2.5-7b", method });
    const sum = Object.values(memory.parts).reduce((total, bytes) => total + bytes, 0);
    assert.ok(Math.abs(sum - memory.likely) < 10, method);
    assert.ok(memory.low < memory.likely && memory.likely < memory.high, method);
  }
});

test("what makes memory grow makes the estimate grow, and what saves it saves", () => {
  const train: EstimateOptions = { arch: "llama-3-8b", method: "lora", metric: "allocated", maxLength: 2048 };
  const base = likely(train);
  for (const more of [
    { batch: 2 },
    { maxLength: 4096 },
    { rank: 256 },
    { checkpointing: false },
    { chunkedLoss: false },
  ])
    assert.ok(likely({ ...train, ...more }) > base, JSON.stringify(more));
  const noFlash = likely({ ...train, flash: false, checkpointing: false });
  assert.ok(noFlash > likely({ ...train, checkpointing: false }));
  assert.ok(likely({ ...train, method: "qlora" }) < base);
  assert.ok(likely({ ...train, method: "full" }) > 4 * base);
  assert.ok(likely({ ...train, method: "full", optimizer: "adamw-8bit" }) < likely({ ...train, method: "full" }));
  assert.ok(likely({ ...train, method: "dpo" }) > base);
  const grpo: EstimateOptions = { ...train, method: "grpo" };
  assert.ok(likely({ ...grpo, reference: true }) - likely(grpo) > 15e9);
  assert.ok(likely({ ...grpo, generations: 16 }) > likely(grpo));
  const serve: EstimateOptions = { arch: "llama-3-8b", quant: "q4_k_m", context: 8192, users: 8 };
  assert.ok(likely({ ...serve, kv: "q8_0" }) < likely(serve));
  assert.ok(likely({ ...serve, metric: "allocated" }) < likely({ ...serve, metric: "device" }));
});

test("several devices: shards share what copies repeat", () => {
  const asked: EstimateOptions = { arch: "llama-3-70b", method: "lora", gpus: 4 };
  const perDevice = (sharding: "data" | "zero2" | "zero3" | "layers") =>
    of({ ...asked, sharding }).memory_bytes.per_device;
  assert.ok(perDevice("zero3") < perDevice("zero2") / 2);
  assert.ok(perDevice("zero2") <= perDevice("data"));
  assert.ok(perDevice("layers") < perDevice("data") / 2);
});

test("time: longer rows, other devices, answers of many users", () => {
  const seconds = (options: EstimateOptions) => of(options).seconds;
  assert.equal(seconds({ arch: "qwen2.5-7b", method: "lora" }), null);
  const step = seconds({ arch: "qwen2.5-7b", method: "lora", maxLength: 4096, device: "A100 SXM4 80 GB" });
  assert.ok(step && step.of === "step" && step.likely > 0.8 && step.likely < 2, JSON.stringify(step));
  const slow = seconds({ arch: "qwen2.5-7b", method: "lora", maxLength: 4096, device: "RTX 3060 12 GB" });
  assert.ok(slow && slow.likely > 5 * step.likely);
  // vLLM on an A100: 84 tokens a second of Qwen2.5-7B in 16 bits, published.
  const answer = seconds({
    arch: "qwen2.5-7b",
    runtime: "vllm",
    context: 2049,
    answer: 2048,
    device: "A100 SXM4 80 GB",
  });
  assert.ok(answer && Math.abs((answer.tokens_per_second ?? 0) / 84 - 1) < 0.15, JSON.stringify(answer));
  const many = seconds({ arch: "qwen2.5-7b", users: 32, device: "A100 SXM4 80 GB" });
  assert.ok(many && (many.tokens_per_second_all ?? 0) > 10 * (many.tokens_per_second ?? 0));
});

test("fits: a card that holds it, one that is tight, one that does not; the most it takes is true", () => {
  const { request } = readRequest({ arch: "qwen2.5-14b", quant: "q4_k_m", users: 10, context: 2048 });
  const on = (name: string) => fitOn(request, findDevice(name)!);
  assert.equal(on("RTX 4090").verdict, "fits");
  assert.equal(on("RTX 4070").verdict, "no");
  const fit = on("RTX 4090");
  const at = (options: EstimateOptions) =>
    fitOn(readRequest({ arch: "qwen2.5-14b", quant: "q4_k_m", ...options }).request, findDevice("4090")!);
  assert.notEqual(at({ users: 10, context: fit.max_context }).verdict, "no");
  assert.equal(at({ users: 10, context: fit.max_context + 1 }).verdict, "no");
  assert.equal(at({ users: fit.max_users + 1, context: 2048 }).verdict, "no");
});

test("money: depreciation, electricity, shares of a month, nothing converted", () => {
  const prices = { ...usualPrices, purchase: 72_000, watts: 500, months: 36 };
  const cost = costOf(prices, { seconds: 7200, answers_per_second: 2 });
  assert.equal(cost.depreciation_per_month, 2000);
  assert.equal(cost.electricity_per_month, 288);
  assert.equal(cost.owned_per_run, (2288 / 720) * 2);
  assert.ok(Math.abs((cost.owned_per_thousand_answers ?? 0) - (2288 / 720 / 3600) * 500) < 1e-9);
  assert.equal(cost.rented_per_month, null);
  assert.equal(costOf({ ...prices, rent_per_hour: 10 }, { seconds: 7200 }).rented_per_run, 20);
  assert.equal(
    hostedPerThousandAnswers({ input_per_million: 1, output_per_million: 4 }, { prompt: 500, answer: 250 }),
    1.5,
  );
  assert.equal(impliedMonths(75_000, 1250, 250), 75);
  assert.equal(impliedMonths(75_000, 200, 250), null);
  const { request } = readRequest({ params: "7B", device: "RTX 4090", prices: { currency: "EUR" } });
  assert.equal(request.prices.purchase, null, "a price in yuan says nothing in euro");
});

test("every default is told, and wrong names are named", () => {
  const { assumptions } = readRequest({ arch: "qwen2.5-7b", method: "lora", rank: 8 });
  const origin = (name: string) => assumptions.find((note) => note.name === name)?.origin;
  assert.equal(origin("rank"), "given");
  assert.equal(origin("batch"), "default");
  assert.equal(origin("model"), "known");
  refused("shape-missing", {});
  refused("architecture-unknown", { model: "qwen9-7b" });
  refused("shape-incomplete", { layers: 3 });
  refused("precision-unknown", { arch: "qwen2.5-7b", quant: "q4_k_n" });
  refused("device-unknown", { arch: "qwen2.5-7b", device: "RTX 9999" });
  refused("targets-unknown", { arch: "qwen2.5-7b", method: "lora", targets: "q+w" });
  refused("cache-type-unknown", { arch: "qwen2.5-7b", kv: "q9" });
  refused("runtime-wrong", { arch: "qwen2.5-7b", method: "lora", runtime: "vllm" });
  assert.deepEqual(["7B", "0.5b", "135M", "7.6", "7600000000"].map(readCount), [7e9, 5e8, 1.35e8, 7.6e9, 7.6e9]);
  refused("estimate-number-wrong", { params: "many" });
});

test("devices by the words of their names", () => {
  const cases = {
    "4090": "RTX 4090",
    rtx3080: null,
    "RTX 3080": "RTX 3080",
    "A100-80GB": "A100 PCIe 80 GB",
    "M4 Max": "Apple M4 Max (32c GPU)",
  };
  for (const [name, found] of Object.entries(cases)) assert.equal(findDevice(name)?.name ?? null, found, name);
});
