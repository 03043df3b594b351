import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { estimateSchema } from "../../../src/protocol/estimate.ts";
import { cli, temporaryFolder } from "./cli.ts";

test("estimate --json: memory with parts, cost, where it fits, every assumption", async (context) => {
  const cwd = await temporaryFolder(context);
  const args = ["estimate", "--params", "7B", "--quant", "int4", "--users", "10", "--context", "2048", "--json"];
  const { stdout, code } = await cli(args, { cwd });
  assert.equal(code, 0);
  const found = estimateSchema.parse(JSON.parse(stdout));
  assert.ok(found.memory_bytes.likely > 5e9 && found.memory_bytes.likely < 10e9);
  assert.ok(found.fits.some(({ verdict }) => verdict === "fits") && found.fits.some(({ verdict }) => verdict === "no"));
  assert.deepEqual(
    found.assumptions.filter(({ origin }) => origin === "given").map(({ name }) => name),
    ["quant", "context", "users"],
  );
});

test("estimate in two languages, with a table of prices of one's own", async (context) => {
  const cwd = await temporaryFolder(context);
  const entry = {
    device: "RTX 4090",
    currency: "CNY",
    purchase: 20_000,
    rent_per_hour: 2.5,
    source: "a shop",
    date: "2026-01-01",
  };
  await writeFile(path.join(cwd, "prices.json"), JSON.stringify({ devices: [entry] }));
  const args = [
    "estimate",
    "--arch",
    "qwen2.5-7b",
    "--method",
    "qlora",
    "--rows",
    "1000",
    "--device",
    "RTX 4090",
    "--prices",
    "prices.json",
  ];
  const chinese = (await cli([...args, "--lang", "zh-cn"], { cwd })).stdout;
  assert.match(chinese, /采购 +¥2 万/);
  assert.match(chinese, /RTX 4090 +可以/);
  const english = (await cli([...args, "--lang", "en"], { cwd })).stdout;
  assert.match(english, /rented, a run +¥/);
  assert.match(english, /price_source +a shop, 2026-01-01/);
});

test("estimate: a model file is read; mistakes are named with what would do", async (context) => {
  const cwd = await temporaryFolder(context);
  const none = await cli(["estimate"], { cwd });
  assert.equal(none.code, 1);
  assert.match(none.stderr, /shape-missing/);
  const near = await cli(["estimate", "--model", "qwen2.5-8b"], { cwd });
  assert.match(near.stderr, /qwen2\.5-7b/);
  await writeFile(path.join(cwd, "bad.json"), '{"devices": [{"device": "x"}]}');
  assert.match((await cli(["estimate", "--params", "7", "--prices", "bad.json"], { cwd })).stderr, /prices-wrong/);
});
