import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { ensureModel } from "../../../src/models/ensure.ts";
import { usesModelScope } from "../../../src/models/modelscope.ts";
import { file } from "./gguf-writer.ts";
import { type Answer, json, serve, startHub } from "./hub-server.ts";
import { cacheIn, temporaryFolder } from "./temporary.ts";

const model = file({});
const sha256 = createHash("sha256").update(model).digest("hex");
const never = new AbortController().signal;

/** The variables that send us to a ModelScope on this machine. */
async function startModelScope(context: TestContext, answers: Answer[]): Promise<{ requests: string[] }> {
  const hub = await startHub(context, answers);
  process.env.MODELSCOPE_DOMAIN = process.env.HF_ENDPOINT;
  process.env.USE_MODELSCOPE_HUB = "1";
  context.after(() => {
    delete process.env.MODELSCOPE_DOMAIN;
    delete process.env.USE_MODELSCOPE_HUB;
  });
  return hub;
}

const list = (hash: string | null) =>
  json({
    Data: {
      Files: [
        { Path: "README.md", Type: "blob" },
        { Path: "folder", Type: "tree" },
        { Path: "tiny.gguf", Type: "blob", Sha256: hash },
      ],
    },
  });

test("a reference is fetched from ModelScope, its real source told, its hash held against the list", async (context) => {
  const folder = await temporaryFolder(context);
  const cache = cacheIn(folder);
  const { requests } = await startModelScope(context, [list(sha256), serve(model)]);
  const sources = new Set<string>();
  const onProgress = ({ source }: { source: string }) => sources.add(source);
  const found = await ensureModel("hf:org/repo@main", { folder, cache, signal: never, onProgress });
  assert.equal(found.sha256, sha256);
  assert.deepEqual(requests, [
    "/api/v1/models/org/repo/repo/files?Revision=master&Recursive=true",
    "/models/org/repo/resolve/master/tiny.gguf",
  ]);
  assert.deepEqual([...sources], ["ModelScope org/repo@master/tiny.gguf"]);
});

test("what is not what the list says is quarantined, and has no name", async (context) => {
  const folder = await temporaryFolder(context);
  const cache = cacheIn(folder);
  await startModelScope(context, [list("0".repeat(64)), serve(model)]);
  await assert.rejects(ensureModel("hf:org/repo@main/tiny.gguf", { folder, cache, signal: never }), {
    code: "model-quarantined",
  });
  assert.equal(existsSync(cache.fetchedFile(sha256, "tiny.gguf")), false);
});

test("an answer of another shape is said to be one", async (context) => {
  const folder = await temporaryFolder(context);
  await startModelScope(context, [json({ Code: 404 })]);
  const asked = ensureModel("hf:org/repo@main", { folder, cache: cacheIn(folder), signal: never });
  await assert.rejects(asked, { code: "hub-failed" });
});

test("only a variable that says yes means ModelScope", () => {
  for (const value of ["1", "true", "True", "on"]) assert.equal(usesModelScope({ USE_MODELSCOPE_HUB: value }), true);
  for (const value of ["", "0", "false", undefined]) assert.equal(usesModelScope({ USE_MODELSCOPE_HUB: value }), false);
});
