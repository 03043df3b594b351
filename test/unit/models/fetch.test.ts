import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import type { CatalogueEntry } from "../../../src/models/catalogue.ts";
import { catalogue } from "../../../src/models/catalogue.ts";
import { ensureModel } from "../../../src/models/ensure.ts";
import { fetchEntry } from "../../../src/models/fetch.ts";
import { findModel } from "../../../src/models/find.ts";
import { listModels } from "../../../src/models/known.ts";
import { file } from "./gguf-writer.ts";
import { cut, json, serve, startHub, status } from "./hub-server.ts";
import { cacheIn, temporaryFolder } from "./temporary.ts";

const model = file({});
const sha256 = createHash("sha256").update(model).digest("hex");
const never = new AbortController().signal;

const hub = (name: string) => ({ kind: "hub" as const, repository: `org/${name}`, revision: "abc", file: "tiny.gguf" });
const entry: CatalogueEntry = {
  ...catalogue[0]!,
  id: "tiny",
  file: "tiny.gguf",
  sha256,
  size_bytes: model.length,
  sources: [hub("first")],
};

describe("fetching from a hub", () => {
  test("the file lands under its hash, with progress", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    const { requests } = await startHub(context, [serve(model)]);
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number | null }) => {
      assert.equal(total, model.length);
      seen.push(done);
    };
    const fetched = await fetchEntry(entry, { cache, signal: never, onProgress });
    assert.equal(fetched, cache.fetchedFile(sha256, "tiny.gguf"));
    assert.ok((await readFile(fetched)).equals(model));
    assert.equal(seen.at(-1), model.length);
    assert.deepEqual(requests, ["/org/first/resolve/abc/tiny.gguf"]);
    assert.deepEqual(await readdir(path.join(cache.root, "tmp")), []);
  });

  test("a connection that is cut goes on from the byte where it stopped", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    const { promise, resolve } = Promise.withResolvers<void>();
    const { requests } = await startHub(context, [cut(model, 1000, promise), serve(model)]);
    const fetched = await fetchEntry(entry, { cache, signal: never, onProgress: () => resolve() });
    assert.ok((await readFile(fetched)).equals(model));
    assert.equal(requests[1], "/org/first/resolve/abc/tiny.gguf bytes=1000-");
  });

  test("a server that knows no ranges is read from the start", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    const whole = (_: unknown, response: Parameters<ReturnType<typeof serve>>[1]) => void response.end(model);
    const { promise, resolve } = Promise.withResolvers<void>();
    await startHub(context, [cut(model, 1000, promise), whole]);
    const fetched = await fetchEntry(entry, { cache, signal: never, onProgress: () => resolve() });
    assert.ok((await readFile(fetched)).equals(model));
  });

  test("429 is waited for as long as the server says", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    const { requests } = await startHub(context, [status(429, { "retry-after": "0" }), serve(model)]);
    await fetchEntry(entry, { cache, signal: never });
    assert.equal(requests.length, 2);
  });

  test("404 is not tried again, and the message says where", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    const { requests } = await startHub(context, [status(404)]);
    await assert.rejects(fetchEntry(entry, { cache, signal: never }), (error: Error & { params: { url: string } }) => {
      assert.match(error.params.url, /org\/first\/resolve/);
      return true;
    });
    assert.equal(requests.length, 1);
  });

  test("the right size with the wrong bytes is put aside and never used", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    const wrong = Buffer.from(model);
    wrong[model.length - 1] = 1;
    await startHub(context, [serve(wrong)]);
    await assert.rejects(fetchEntry(entry, { cache, signal: never }), { code: "model-quarantined" });
    assert.equal((await readdir(cache.quarantine)).length, 1);
    await assert.rejects(readdir(path.join(cache.root, "models")), { code: "ENOENT" });
  });

  test("a source that fails gives way to the next, and that is told", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    await startHub(context, [status(404), serve(model)]);
    const notices: string[] = [];
    const both: CatalogueEntry = { ...entry, sources: [hub("first"), hub("second")] };
    const fetched = await fetchEntry(both, { cache, signal: never, onNotice: (code) => notices.push(code) });
    assert.ok((await readFile(fetched)).equals(model));
    assert.deepEqual(notices, ["hub-failed"]);
  });

  test("when all sources fail, all are named", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    await startHub(context, [status(404), status(403)]);
    const both: CatalogueEntry = { ...entry, sources: [hub("first"), hub("second")] };
    await assert.rejects(fetchEntry(both, { cache, signal: never }), (error: Error & { params: { tried: string } }) => {
      assert.match(error.params.tried, /org\/first.*HTTP 404.*org\/second.*HTTP 403/);
      return true;
    });
  });

  test("two at once: both get the one file", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    await startHub(context, [serve(model)]);
    const [one, two] = await Promise.all([
      fetchEntry(entry, { cache, signal: never }),
      fetchEntry(entry, { cache, signal: never }),
    ]);
    assert.equal(one, two);
    assert.ok((await readFile(one)).equals(model));
    assert.deepEqual(await readdir(path.join(cache.root, "tmp")), []);
  });

  test("cancelling stops at once and leaves nothing", async (context) => {
    const cache = cacheIn(await temporaryFolder(context));
    const abort = new AbortController();
    await startHub(context, [
      (_request, response) => {
        response.writeHead(200, { "content-length": model.length });
        response.write(model.subarray(0, 100));
        abort.abort(new Error("enough"));
      },
    ]);
    await assert.rejects(fetchEntry(entry, { cache, signal: abort.signal }), /enough/);
    assert.deepEqual(await readdir(path.join(cache.root, "tmp")), []);
  });
});

describe("hf: references", () => {
  const list = (...names: string[]) => json({ sha: "c0ffee", siblings: names.map((rfilename) => ({ rfilename })) });

  test("the only GGUF file of a repository is fetched once and known afterwards", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    const { requests } = await startHub(context, [
      list("README.md", "tiny.gguf"),
      serve(model, { "x-linked-etag": `"${sha256}"` }),
    ]);
    await assert.rejects(findModel("hf:org/repo@main", { folder, cache }), { code: "model-not-fetched" });
    const first = await ensureModel("hf:org/repo@main", { folder, cache, signal: never });
    assert.equal(first.sha256, sha256);
    assert.deepEqual(requests, ["/api/models/org/repo/revision/main", "/org/repo/resolve/c0ffee/tiny.gguf"]);
    const second = await ensureModel("hf:org/repo@main", { folder, cache, signal: never });
    assert.equal(second.path, first.path);
    assert.equal(requests.length, 2);
    assert.ok((await listModels({ cache })).some(({ id, origin }) => id === "tiny" && origin === "added"));
  });

  test("of several files one must be chosen", async (context) => {
    const folder = await temporaryFolder(context);
    await startHub(context, [list("a.gguf", "b.gguf")]);
    const asked = ensureModel("hf:org/repo", { folder, cache: cacheIn(folder), signal: never });
    await assert.rejects(asked, { code: "hub-choose" });
  });

  test("bytes other than the hub announced are put aside", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    await startHub(context, [serve(model, { "x-linked-etag": `"${"0".repeat(64)}"` })]);
    const asked = ensureModel("hf:org/repo@main/tiny.gguf", { folder, cache, signal: never });
    await assert.rejects(asked, { code: "model-quarantined" });
    assert.equal((await readdir(cache.quarantine)).length, 1);
  });

  test("what is no reference is said to be none", async (context) => {
    const folder = await temporaryFolder(context);
    const asked = ensureModel("hf:../../etc", { folder, cache: cacheIn(folder), signal: never });
    await assert.rejects(asked, { code: "model-reference-invalid" });
  });
});
