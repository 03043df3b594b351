import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { adviceSchema, articleCheckSchema } from "../../../src/protocol/advice.ts";
import { cli, temporaryFolder } from "./cli.ts";

test("advise writes the run file that decides, once", async (context) => {
  const cwd = await temporaryFolder(context);
  const env = { DEEPEXTENSION_CACHE: path.join(cwd, "cache") };
  const args = ["advise", "--device", "2xRTX 4090", "--users", "4", "--write", "ab.run.yaml"];
  const first = await cli([...args, "--json"], { cwd, env });
  assert.equal(first.code, 0);
  const advice = adviceSchema.parse(JSON.parse(first.stdout));
  assert.deepEqual(advice.devices, ["2 × RTX 4090"]);
  assert.equal(await readFile(path.join(cwd, "ab.run.yaml"), "utf8"), advice.run_file);
  const again = await cli(args, { cwd, env });
  assert.equal(again.code, 2);
  assert.match(again.stderr, /already/);
});

test("advise --preset article, in Chinese and as JSON", async (context) => {
  const cwd = await temporaryFolder(context);
  const chinese = (await cli(["advise", "--preset", "article", "--lang", "zh-cn"], { cwd })).stdout;
  assert.match(chinese, /14B，INT4：采购 ¥10 万–¥20 万，每月 ¥1,500–¥3,000/);
  assert.match(chinese, /✗ int4 放在 RTX 4070：不可行/);
  const { stdout } = await cli(["advise", "--preset", "article", "--json"], { cwd });
  assert.equal(z.array(articleCheckSchema).parse(JSON.parse(stdout)).length, 6);
});

test("advise: a device that is not known is named with near ones", async (context) => {
  const cwd = await temporaryFolder(context);
  const { stderr, code } = await cli(["advise", "--device", "RTX 4091"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /RTX 4090/);
});
