import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { complete } from "../../../src/language/complete.ts";
import { diagnosticOf, problemsOf } from "../../../src/language/diagnose.ts";
import { formatEdits } from "../../../src/language/format.ts";
import { hover } from "../../../src/language/hover.ts";
import { definition, documentLinks, references, renamable } from "../../../src/language/navigate.ts";
import { foldingRanges, selectionRanges } from "../../../src/language/ranges.ts";
import { documentSymbols } from "../../../src/language/symbols.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { knownWorld } from "./known-world.ts";

const examples = path.join(import.meta.dirname, "../../../examples/mail-triage");
/** One with all kinds of blocks, one with divided splits. */
const files = ["mail-triage.run.yaml", "quick.run.yaml"];

/** Every feature at one place of a text. Each has to answer, and every answer has to lie within the text. */
async function everything(text: string, offset: number): Promise<void> {
  const parsed = parseRunFile(text);
  const { document } = parsed;
  const position = document.positionAt(offset);
  const file = { document, uri: "file:///w/a.run.yaml", folder: "/w", facts: knownWorld };
  const lines = document.positionAt(document.text.length).line;
  for (const problem of await problemsOf(parsed, knownWorld)) {
    const { range, message } = diagnosticOf(problem, parsed, { language: "zh-cn", file: "/w/a.run.yaml" });
    assert.ok(range.start.line <= range.end.line && range.end.line <= lines);
    assert.doesNotMatch(String(message), /(?<!\{)\{\w+\}(?!\})/);
  }
  assert.ok(Array.isArray(await complete(document, position, knownWorld, "en")));
  await hover(document, position, knownWorld, "en", { parsed });
  await definition(file, position);
  await documentLinks(file);
  references(file, position, true);
  renamable(document, position);
  documentSymbols(document);
  for (const fold of foldingRanges(document)) assert.ok(fold.startLine < fold.endLine && fold.endLine <= lines);
  assert.equal(selectionRanges(document, [position]).length, 1);
  formatEdits(document);
}

for (const name of files) {
  const text = readFileSync(path.join(examples, name), "utf8");

  test(`${name}: any prefix is answered at its end`, async () => {
    // Every place where typing may stop in a way of its own: after each word and sign.
    const ends = [...text.matchAll(/\W|\b/g)].map(({ index }) => index).filter((_, place) => place % 6 === 0);
    for (const end of ends) await everything(text.slice(0, end), end);
  });

  test(`${name}: without any one of its lines it is answered`, async () => {
    const lines = text.split("\n");
    for (const index of lines.keys()) {
      const shorter = lines.toSpliced(index, 1).join("\n");
      await everything(shorter, lines.slice(0, index).join("\n").length);
    }
  });
}
