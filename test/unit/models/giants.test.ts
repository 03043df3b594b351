import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseGguf } from "../../../src/models/gguf.ts";
import { entry, file, smallEntries } from "./gguf-writer.ts";
import { giants } from "./giants.ts";

const script = fileURLToPath(new URL("./giants.ts", import.meta.url));

for (const [name, { code }] of Object.entries(giants)) {
  // Each in a process of its own: only there does the peak of memory belong to the file.
  test(`${name}: under two seconds of CPU and 64 MB`, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, name]);
    const measured = JSON.parse(stdout) as { code: string | null; milliseconds: number; kilobytes: number };
    assert.equal(measured.code, code);
    assert.ok(measured.milliseconds < 2000, `${measured.milliseconds} ms`);
    assert.ok(measured.kilobytes < 64 * 1024, `${measured.kilobytes} KiB`);
  });
}

test("a text that is too long to keep is listed by its length", async () => {
  const entries = [...smallEntries(), entry("tokenizer.huggingface.json", "string", "x".repeat(1024 * 1024 + 1))];
  const { metadata } = await parseGguf(sourceOfBytes(file({ entries })));
  const value = metadata.get("tokenizer.huggingface.json") as { length: number; values: null };
  assert.equal(value.length, 1024 * 1024 + 1);
  assert.equal(value.values, null);
});
