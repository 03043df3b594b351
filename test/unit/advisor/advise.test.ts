import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { advise } from "../../../src/advisor/advise.ts";
import { fitGrid } from "../../../src/advisor/grid.ts";
import type { Known, Wish } from "../../../src/advisor/wish.ts";
import { directory } from "../../../src/models/directory/directory.ts";
import { adviceSchema } from "../../../src/protocol/advice.ts";
import { findDevice } from "../../../src/sizing/device.ts";
import { publishedPrices } from "../../../src/sizing/price-table.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";

const device = (name: string) => findDevice(name)!;
const wish: Wish = {
  use: "extraction",
  users: 10,
  context: 4096,
  answer: 256,
  latency: null,
  answers_per_month: null,
  purchase: null,
  monthly: null,
  currency: "CNY",
  modality: "text",
  stays: false,
  owned: [{ device: device("RTX 4090"), count: 1 }],
  prices: publishedPrices,
  electricity: 0.8,
  months: 36,
};
const nothing: Known = { quality: new Map(), here: new Map() };
const ask = (more: Partial<Wish>, known: Known = nothing) => advise({ ...wish, ...more }, directory, known);

test("start small, and say what would make one move up", () => {
  const { start, next, move_when, options } = adviceSchema.parse(ask({}));
  assert.ok(start && next && (start.parameters ?? 0) < (next.parameters ?? 0));
  assert.equal(start.against.length, 0);
  assert.deepEqual(
    move_when.map(({ code }) => code),
    ["move-quality", "move-users", "move-context", "move-split"],
  );
  assert.ok(
    options.every(({ model }) => !directory.find(({ id }) => id === model)?.old),
    "old models are not proposed",
  );
});

test("what does not fit, is too slow, too short or too dear is there with its reason", () => {
  const of = (model: string, more: Partial<Wish>) =>
    ask(more).options.find((option) => option.model === model)?.against;
  assert.deepEqual(of("llama-3.3-70b", {}), ["against-no-fit"]);
  assert.ok(of("qwen3-14b", { latency: 1 })?.includes("against-slow"));
  assert.ok(of("smollm2-135m", { context: 16_384 })?.includes("against-context"));
  assert.ok(of("gpt-5-mini", { stays: true })?.includes("against-leaves"));
  assert.ok(of("gpt-5-mini", { currency: "USD", answers_per_month: 1e6, monthly: 100 })?.includes("against-budget"));
  assert.deepEqual(
    of("gpt-5-mini", { currency: "CNY", answers_per_month: 1e6, monthly: 100 }),
    [],
    "dollars are not yuan",
  );
  assert.ok(of("qwen3-4b", { owned: [], purchase: 1000 })?.includes("against-budget"));
  assert.equal(ask({ owned: [{ device: device("RTX 4060"), count: 1 }], users: 5000, stays: true }).start, null);
});

test("tasks and images choose among models", () => {
  const code = ask({ use: "code" }).options.map(({ model }) => model);
  assert.ok(code.includes("deepseek-r1-distill-qwen-7b") && !code.includes("smollm2-135m"));
  const seeing = ask({ use: "vision", modality: "text+image" }).options.map(({ model }) => model);
  assert.ok(seeing.includes("gemma-3-4b") && !seeing.includes("qwen3-4b"));
});

test("quality is one's own or none", () => {
  const own = { metric: "exact", mean: 0.9, low: 0.85, high: 0.94, n: 200, run: "r" };
  const { options } = ask({}, { ...nothing, quality: new Map([["qwen3-4b", own]]) });
  assert.deepEqual(options.find(({ model }) => model === "qwen3-4b")?.quality, own);
  assert.ok(options.filter(({ model }) => model !== "qwen3-4b").every(({ quality }) => quality === null));
});

test("the run file that decides is one that the program accepts", () => {
  const here = new Map([["smollm2-135m", "smollm2-135m-instruct"]]);
  const local = ask({}, { ...nothing, here });
  const { value, problems } = parseRunFile(local.run_file ?? "");
  assert.deepEqual(
    problems.filter(({ severity }) => severity === "error"),
    [],
  );
  assert.equal(value?.model, "smollm2-135m-instruct");
  assert.equal(value?.evaluate?.good_enough[0]?.metric, "exact");
  const models = directory.filter(({ id }) => id === "smollm2-135m" || id === "gpt-5-mini");
  const hosted = advise(wish, models, { ...nothing, here });
  assert.equal(hosted.next?.model, "gpt-5-mini");
  assert.deepEqual(
    parseRunFile(hosted.run_file ?? "").problems.filter(({ severity }) => severity === "error"),
    [],
  );
  assert.equal(parse(hosted.run_file ?? "").evaluate.rivals[0].endpoint.key_env, "OPENAI_API_KEY");
});

test("the grid: more bits never fit where fewer do not", () => {
  const devices = ["RTX 4060", "RTX 4090", "A100 PCIe 80 GB"].map(device);
  const grid = fitGrid(
    { archs: ["qwen3-8b", "qwen3-32b"], quants: ["q4_k_m", "bf16"], devices },
    { users: 4, context: 4096 },
  );
  assert.equal(grid.length, 12);
  for (const cell of grid.filter(({ quant }) => quant === "bf16")) {
    const small = grid.find(
      (other) => other.quant === "q4_k_m" && other.arch === cell.arch && other.device === cell.device,
    );
    if (small?.verdict === "no") assert.equal(cell.verdict, "no");
    assert.ok((small?.max_context ?? 0) >= cell.max_context);
  }
});
