import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readdir, stat, symlink, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { modelCache } from "../../../src/models/cache.ts";
import { catalogue } from "../../../src/models/catalogue.ts";
import { ensureModel } from "../../../src/models/ensure.ts";
import { findModel } from "../../../src/models/find.ts";
import { rememberedHash } from "../../../src/models/hash-notes.ts";
import { addModel, listModels, removeModel, verifyModel } from "../../../src/models/known.ts";
import type { CodedError } from "../../../src/protocol/problem.ts";
import { file } from "./gguf-writer.ts";
import { cacheIn, temporaryFolder } from "./temporary.ts";

const tiny = file({});
const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const signal = new AbortController().signal;

describe("finding", () => {
  test("a catalogue model is known before it is here, with facts and the bytes to fetch", async (context) => {
    const folder = await temporaryFolder(context);
    const found = await findModel("smollm2-135m-instruct", { folder, cache: cacheIn(folder) });
    assert.equal(found.path, null);
    assert.equal(found.sha256, catalogue[0]?.sha256);
    assert.equal(found.facts?.parameters, 134_515_008);
    assert.equal(found.download_bytes, 92_871_040);
  });

  test("a path is relative to the run file's folder", async (context) => {
    const folder = await temporaryFolder(context);
    await mkdir(path.join(folder, "模型"));
    await writeFile(path.join(folder, "模型", "我的.gguf"), tiny);
    const found = await findModel("模型/我的.gguf", { folder, cache: cacheIn(folder) });
    assert.equal(found.path, path.join(folder, "模型", "我的.gguf"));
    assert.equal(found.sha256, hash(tiny));
    assert.equal(found.download_bytes, 0);
  });

  test("an unknown name is answered with the near one", async (context) => {
    const folder = await temporaryFolder(context);
    await assert.rejects(findModel("smollm2-135m-instuct", { folder, cache: cacheIn(folder) }), (error: CodedError) => {
      assert.equal(error.code, "model-not-found");
      assert.deepEqual(error.params, { ref: "smollm2-135m-instuct", near: "smollm2-135m-instruct" });
      return true;
    });
  });

  test("a file that is no model is refused for what it is", async (context) => {
    const folder = await temporaryFolder(context);
    await writeFile(path.join(folder, "page.gguf"), "<!doctype html>");
    await assert.rejects(findModel("page.gguf", { folder, cache: cacheIn(folder) }), { code: "model-file-html" });
  });
});

describe("adding, listing, verifying, removing", () => {
  test("an added model is known by its id, in another folder too, where it lies", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    const place = path.join(folder, "My Model.Q8_0.gguf");
    await writeFile(place, tiny);
    const added = await addModel(place, { cache });
    assert.equal(added.id, "my-model.q8_0");
    assert.equal(added.path, place);
    assert.deepEqual(
      (await listModels({ cache })).map(({ id }) => id),
      [...catalogue.map(({ id }) => id), "my-model.q8_0"],
    );
    const model = await ensureModel(added.id, { folder: "/", cache, signal });
    assert.deepEqual([model.path, model.sha256], [place, hash(tiny)]);
    assert.deepEqual(await removeModel(added.id, { cache }), { id: added.id, freed_bytes: 0 });
    assert.ok((await stat(place)).isFile(), "a person's own file is never deleted");
    assert.equal((await listModels({ cache })).length, catalogue.length);
  });

  test("adding again changes nothing; another file under the same id is refused", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    await mkdir(path.join(folder, "other"));
    for (const place of ["a.gguf", "other/a.gguf"]) await writeFile(path.join(folder, place), tiny);
    const first = await addModel(path.join(folder, "a.gguf"), { cache });
    assert.deepEqual(await addModel(path.join(folder, "a.gguf"), { cache }), first);
    await assert.rejects(addModel(path.join(folder, "other", "a.gguf"), { cache }), { code: "model-already-known" });
    assert.equal((await addModel(path.join(folder, "other", "a.gguf"), { cache, id: "b" })).id, "b");
    const taken = addModel(path.join(folder, "a.gguf"), { cache, id: "smollm2-135m-instruct" });
    await assert.rejects(taken, { code: "model-already-known" });
  });

  test("an id can't lead out of the cache", async (context) => {
    const folder = await temporaryFolder(context);
    await writeFile(path.join(folder, "a.gguf"), tiny);
    for (const id of ["../../evil", "a/b", "", ".hidden", "x".repeat(101)]) {
      await assert.rejects(addModel(path.join(folder, "a.gguf"), { cache: cacheIn(folder), id }), {
        code: "model-id-invalid",
      });
    }
  });

  test("a broken file is not added", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    await writeFile(path.join(folder, "a.gguf"), tiny.subarray(0, -1));
    await assert.rejects(addModel(path.join(folder, "a.gguf"), { cache }), { code: "gguf-truncated" });
    assert.equal((await listModels({ cache })).length, catalogue.length);
  });

  test("a model that changed behind our back is noticed, even with its old date", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    const place = path.join(folder, "a.gguf");
    await writeFile(place, tiny);
    const { mtime } = await stat(place);
    await addModel(place, { cache });
    assert.equal((await verifyModel("a", { cache })).ok, true);
    const changed = Buffer.from(tiny);
    changed[tiny.length - 1] = 7;
    await writeFile(place, changed);
    await utimes(place, mtime, mtime);
    const verification = await verifyModel("a", { cache });
    assert.deepEqual([verification.ok, verification.sha256, verification.expected], [false, hash(changed), hash(tiny)]);
  });

  test("what is not there can't be verified or removed", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    await assert.rejects(verifyModel("smollm2-135m-instruct", { cache }), { code: "model-not-fetched" });
    await assert.rejects(verifyModel("nothing", { cache }), { code: "model-not-found" });
    await assert.rejects(removeModel("nothing", { cache }), { code: "model-not-found" });
  });

  test("a damaged note hides only itself", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    await writeFile(path.join(folder, "a.gguf"), tiny);
    await addModel(path.join(folder, "a.gguf"), { cache });
    await writeFile(path.join(cache.records, "torn.json"), '{"version":1,');
    const damaged: string[] = [];
    const known = await listModels({ cache, onDamaged: (error) => damaged.push(error.code) });
    assert.deepEqual([known.length, damaged], [catalogue.length + 1, ["model-record-damaged"]]);
  });

  test("a link is added as what it points to", {
    skip: process.platform === "win32" && "links need rights there",
  }, async (context) => {
    const folder = await temporaryFolder(context);
    await writeFile(path.join(folder, "real.gguf"), tiny);
    await symlink(path.join(folder, "real.gguf"), path.join(folder, "link.gguf"));
    const added = await addModel(path.join(folder, "link.gguf"), { cache: cacheIn(folder) });
    assert.equal(added.path, path.join(folder, "real.gguf"));
  });
});

describe("hashes", () => {
  test("a hash is remembered until the file changes", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    const place = path.join(folder, "a.bin");
    await writeFile(place, "one");
    let read = 0;
    const hashOf = () => rememberedHash(place, { cache, onProgress: () => (read += 1) });
    const first = await hashOf();
    assert.equal(await hashOf(), first);
    assert.equal(read, 1);
    await writeFile(place, "two");
    assert.equal(await hashOf(), hash(Buffer.from("two")));
    assert.equal(read, 2);
  });

  test("a damaged note costs one more reading", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    const place = path.join(folder, "a.bin");
    await writeFile(place, "one");
    const first = await rememberedHash(place, { cache });
    const [note] = await readdir(path.join(cache.root, "hashes"));
    await writeFile(path.join(cache.root, "hashes", note!), "{");
    assert.equal(await rememberedHash(place, { cache }), first);
  });
});

test("the cache is where the variable says, else where the system keeps caches", () => {
  assert.equal(modelCache({ DEEPEXTENSION_CACHE: "/somewhere" }).root, path.resolve("/somewhere"));
  if (process.platform === "linux") {
    assert.equal(modelCache({ XDG_CACHE_HOME: "/x" }).root, "/x/deepextension");
    assert.match(modelCache({}).root, /\.cache\/deepextension$/);
  }
});
