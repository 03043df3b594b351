import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import { catalogue } from "../../../src/models/catalogue.ts";
import { knownModelsSchema, removedModelSchema, verifiedModelSchema } from "../../../src/protocol/cli.ts";
import { knownModelSchema, modelInspectionSchema } from "../../../src/protocol/model.ts";
import { file } from "../models/gguf-writer.ts";
import { type CliOptions, cli, temporaryFolder } from "./cli.ts";

/** A folder with one small model in it, and a cache of its own. */
async function place(context: TestContext): Promise<CliOptions & { cwd: string }> {
  const cwd = await temporaryFolder(context);
  await writeFile(path.join(cwd, "Tiny Model.gguf"), file({}));
  return { cwd, env: { DEEPEXTENSION_CACHE: path.join(cwd, "cache") } };
}

async function json(args: string[], options: CliOptions): Promise<unknown> {
  return JSON.parse((await cli([...args, "--json"], options)).stdout);
}

describe("models inspect", () => {
  test("facts with ok: true", async (context) => {
    const options = await place(context);
    const facts = modelInspectionSchema.parse(await json(["models", "inspect", "Tiny Model.gguf"], options));
    assert.ok(facts.ok);
    assert.deepEqual([facts.architecture, facts.parameters, facts.quantization], ["llama", 1056, "F32"]);
    assert.match((await cli(["models", "inspect", "Tiny Model.gguf"], options)).stdout, /^architecture +llama$/m);
  });

  const refusals: [name: string, content: string | Buffer, code: string, text: RegExp][] = [
    ["page.gguf", "<!doctype html><title>Sign in</title>", "model-file-html", /is a web page/],
    ["pointer.gguf", "version https://git-lfs.github.com/spec/v1\nsize 98362432\n", "model-file-lfs", /98362432 bytes/],
    ["cut.gguf", file({}).subarray(0, -1000), "gguf-truncated", /1000 bytes are missing/],
    ["empty.gguf", "", "model-file-empty", /is empty/],
    ["pickle.gguf", Buffer.from([0x80, 4, 0x95]), "model-file-pickle", /can run code/],
  ];
  for (const [name, content, code, text] of refusals) {
    test(`${name}: ${code}, exit code 1`, async (context) => {
      const options = await place(context);
      await writeFile(path.join(options.cwd, name), content);
      const result = await cli(["models", "inspect", name, "--json"], options);
      const refusal = modelInspectionSchema.parse(JSON.parse(result.stdout));
      assert.equal(result.code, 1);
      assert.deepEqual(Object.keys(refusal), ["ok", "code", "message"]);
      assert.ok(!refusal.ok);
      assert.equal(refusal.code, code);
      assert.match(refusal.message, text);
      assert.match((await cli(["models", "inspect", name], options)).stderr, text);
    });
  }
});

describe("models list, add, verify, remove", () => {
  test("from adding to removing", async (context) => {
    const options = await place(context);
    const added = knownModelSchema.parse(await json(["models", "add", "Tiny Model.gguf"], options));
    assert.deepEqual([added.id, added.origin], ["tiny-model", "added"]);
    assert.equal(added.path, path.join(options.cwd, "Tiny Model.gguf"));
    const known = knownModelsSchema.parse(await json(["models"], options));
    assert.deepEqual(
      known.map(({ id }) => id),
      [...catalogue.map(({ id }) => id), "tiny-model"],
    );
    const verified = verifiedModelSchema.parse(await json(["models", "verify", "tiny-model"], options));
    assert.equal(verified.ok, true);
    const changed = file({});
    changed[changed.length - 1] = 1;
    await writeFile(path.join(options.cwd, "Tiny Model.gguf"), changed);
    const again = await cli(["models", "verify", "tiny-model"], options);
    assert.equal(again.code, 1);
    assert.match(again.stdout, /has changed/);
    const removed = removedModelSchema.parse(await json(["models", "remove", "tiny-model"], options));
    assert.deepEqual(removed, { id: "tiny-model", freed_bytes: 0 });
    assert.equal(knownModelsSchema.parse(await json(["models", "list"], options)).length, catalogue.length);
  });

  test("under a name of one's own", async (context) => {
    const options = await place(context);
    const result = await cli(["models", "add", "Tiny Model.gguf", "--id", "mine"], options);
    assert.match(result.stdout, /model: mine/);
    const other = await cli(["models", "add", "Tiny Model.gguf", "--id", "../evil"], options);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /\(model-id-invalid\)/);
  });

  test("a name that there is not is answered with the near one", async (context) => {
    const options = await place(context);
    const { code, stderr } = await cli(["models", "remove", "smollm2-135m-instrct"], options);
    assert.equal(code, 1);
    assert.match(stderr, /Did you mean smollm2-135m-instruct\?.*\(model-not-found\)/);
  });
});
