import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { findLocalModels } from "../../../src/models/local/found.ts";
import { keepersFolders } from "../../../src/models/local/places.ts";
import { file } from "./gguf-writer.ts";
import { temporaryFolder } from "./temporary.ts";

const none = { ollama: [], "lm-studio": [], "hugging-face": [], modelscope: [], "llama.cpp": [] };
const digest = "a".repeat(64);

async function put(place: string, content: string | Buffer): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, content);
}

async function ollama(root: string, tag: string, manifest: unknown): Promise<void> {
  await put(path.join(root, "manifests", ...tag.split("/")), JSON.stringify(manifest));
}

const layer = (mediaType: string, hash = digest) => ({ mediaType, digest: `sha256:${hash}`, size: 1 });

test("Ollama: a tag's blob, under the name that Ollama shows; what is damaged or gone is passed over", async (context: TestContext) => {
  const root = await temporaryFolder(context);
  const model = "application/vnd.ollama.image.model";
  await put(path.join(root, "blobs", `sha256-${digest}`), file({}));
  await ollama(root, "registry.ollama.ai/library/qwen2.5/7b", { layers: [layer("text/plain"), layer(model)] });
  await ollama(root, "hf.co/bartowski/Some-GGUF/Q4_K_M", { layers: [layer(model)] });
  await ollama(root, "registry.ollama.ai/library/gone/latest", { layers: [layer(model, "b".repeat(64))] });
  await ollama(root, "registry.ollama.ai/library/odd/latest", {
    layers: [{ mediaType: model, digest: "sha256:../../x" }],
  });
  await put(path.join(root, "manifests/registry.ollama.ai/library/torn/latest"), "{");
  const found = await findLocalModels({ folders: { ...none, ollama: [root] } });
  // Both tags mean one file.
  assert.deepEqual(
    found.map(({ name }) => name),
    ["hf.co/bartowski/Some-GGUF:Q4_K_M"],
  );
  assert.equal(found[0]?.size_bytes, file({}).length);
});

test("LM Studio and folders: files by provider and name, the first part of several, no projectors", async (context) => {
  const root = await temporaryFolder(context);
  await put(path.join(root, "org/name/model-Q4_K_M.gguf"), file({}));
  await put(path.join(root, "org/name/mmproj-model.gguf"), file({}));
  await put(path.join(root, "org/big/big-00001-of-00002.gguf"), file({}));
  await put(path.join(root, "org/big/big-00002-of-00002.gguf"), file({}));
  await put(path.join(root, "org/half/download.gguf.part"), "x");
  const found = await findLocalModels({ folders: { ...none, "lm-studio": [root] } });
  assert.deepEqual(
    found.map(({ name }) => name),
    ["org/big/big-00001-of-00002.gguf", "org/name/model-Q4_K_M.gguf"],
  );
});

test("the hub's cache: the commit that main means, files and folders, links to blobs", async (context) => {
  const root = await temporaryFolder(context);
  const repository = path.join(root, "models--org--Name-GGUF");
  await put(path.join(repository, "blobs/one"), file({}));
  await put(path.join(repository, "refs/main"), "bbb\n");
  for (const commit of ["aaa", "bbb", "ccc"]) {
    await mkdir(path.join(repository, "snapshots", commit), { recursive: true });
    await symlink("../../blobs/one", path.join(repository, "snapshots", commit, "model.gguf"));
  }
  await symlink("../../blobs/gone", path.join(repository, "snapshots/bbb/gone.gguf"));
  const folder = path.join(root, "models--org--Full/snapshots/ddd");
  await put(path.join(folder, "config.json"), "{}");
  await put(path.join(folder, "model.safetensors"), "12345678");
  await put(path.join(root, "datasets--org--Data/snapshots/eee/model.gguf"), file({}));
  const found = await findLocalModels({ folders: { ...none, "hugging-face": [root] } });
  assert.deepEqual(
    found.map(({ name, size_bytes }) => [name, size_bytes]),
    [
      ["org/Full", 8],
      ["org/Name-GGUF/model.gguf", file({}).length],
    ],
  );
  assert.equal(found[1]?.path, path.join(repository, "blobs/one"));
});

test("folders that are not there hold nothing; the programs' variables say where to look", async () => {
  assert.deepEqual(await findLocalModels({ folders: { ...none, ollama: ["/nowhere/at/all"] } }), []);
  const folders = keepersFolders(
    { OLLAMA_MODELS: "/o", HF_HOME: "/h", MODELSCOPE_CACHE: "/m", LLAMA_CACHE: "/l" },
    "/home/x",
  );
  assert.equal(folders.ollama[0], "/o");
  assert.deepEqual(folders["hugging-face"], [path.join("/h", "hub")]);
  assert.equal(folders.modelscope[0], "/m");
  assert.equal(folders["llama.cpp"][0], "/l");
});
