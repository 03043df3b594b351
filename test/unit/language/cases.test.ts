import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { MarkupContent, SelectionRange, TextEdit } from "vscode-languageserver-types";
import { complete } from "../../../src/language/complete.ts";
import { problemsOf } from "../../../src/language/diagnose.ts";
import { formatEdits } from "../../../src/language/format.ts";
import { hover } from "../../../src/language/hover.ts";
import {
  definition,
  documentLinks,
  type NavigatedFile,
  references,
  renamable,
  rename,
} from "../../../src/language/navigate.ts";
import { foldingRanges, selectionRanges } from "../../../src/language/ranges.ts";
import type { Range } from "../../../src/protocol/problem.ts";
import { openDocument } from "../../../src/spec/document.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { knownWorld } from "./known-world.ts";

const folder = path.join(import.meta.dirname, "../../data/language");

/** A case is a file: the text with `▮` at the cursor, and after `# expect:` what is wanted, a line each. */
function readCase(name: string) {
  const [marked = "", rest = ""] = readFileSync(path.join(folder, name), "utf8").split("# expect:\n");
  const offset = marked.indexOf("▮");
  const text = marked.replace("▮", "");
  const lines = rest.split("\n").flatMap((line) => (line === "" ? [] : [line.replace(/^# ?/, "")]));
  const document = openDocument(text);
  return { text, document, lines, position: document.positionAt(Math.max(0, offset)) };
}

async function completionCase(name: string) {
  const { document, position, lines } = readCase(name);
  const items = await complete(document, position, knownWorld, "en");
  const sorted = items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  const labels = sorted.map(({ label }) => label);
  // Labels of whole items have spaces in them; the lists of the cases are separated by spaces.
  const names = labels.map((label) => (label.startsWith("{") ? label.replaceAll(" ", "") : label));
  for (const line of lines) {
    const [kind, list = ""] = line.split(/:\s*(.*)/s);
    const wanted = list.split(" ").filter((word) => word !== "");
    if (kind === "all") assert.deepEqual(names.toSorted(), wanted.toSorted());
    else if (kind === "has") for (const word of wanted) assert.ok(names.includes(word), `${word} is not in ${names}`);
    else if (kind === "not") for (const word of wanted) assert.ok(!names.includes(word), `${word} is in ${names}`);
    else if (kind === "first") assert.equal(labels[0], list);
    else assert.fail(`unknown expectation: ${line}`);
  }
}

async function hoverCase(name: string) {
  const { text, document, position, lines } = readCase(name);
  const found = await hover(document, position, knownWorld, "en", { parsed: parseRunFile(text) });
  if (lines[0] === "nothing") return assert.equal(found, null);
  assert.ok(found, "there is no hover");
  const { value } = found.contents as MarkupContent;
  for (const line of lines) {
    const [kind, wanted = ""] = line.split(/:\s(.*)/s);
    if (kind === "says") assert.ok(value.includes(wanted), `"${wanted}" is not in: ${value}`);
    else if (kind === "range") assert.equal(JSON.stringify(textIn(document, found.range as Range)), wanted);
    else assert.fail(`unknown expectation: ${line}`);
  }
}

function textIn(document: ReturnType<typeof openDocument>, range: Range): string {
  return document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
}

async function diagnosisCase(name: string) {
  const { text, document, lines } = readCase(name);
  const problems = await problemsOf(parseRunFile(text), knownWorld);
  const found = problems.map(({ code, severity, range, suggestions }) => {
    assert.ok(range, `${code} has no range`);
    const fixes = suggestions.map(({ edit, title }) => edit?.new_text ?? `(${title})`);
    const level = severity === "error" ? "" : ` (${severity})`;
    return `${code}${level} at ${textIn(document, range)}${fixes.length > 0 ? ` => ${fixes.join(" or ")}` : ""}`;
  });
  assert.deepEqual(found, lines);
}

const uri = "file:///w/a.run.yaml";

function navigated(document: ReturnType<typeof openDocument>): NavigatedFile {
  return { document, uri, folder: "/w", facts: knownWorld };
}

async function definitionCase(name: string) {
  const { document, position, lines } = readCase(name);
  const found = await definition(navigated(document), position);
  if (lines[0] === "nothing") return assert.equal(found, null);
  assert.ok(found, "there is no definition");
  for (const line of lines) {
    const [kind, wanted = ""] = line.split(/:\s(.*)/s);
    if (kind === "file") assert.equal(decodeURI(found.uri), `file:///w/${wanted}`);
    else if (kind === "text") assert.equal(textIn(document, found.range), wanted);
    else if (kind === "line") assert.equal(found.range.start.line, Number(wanted));
    else assert.fail(`unknown expectation: ${line}`);
  }
}

async function referencesCase(name: string) {
  const { document, position, lines } = readCase(name);
  const found = references(navigated(document), position, true).map(({ range }) => range.start.line);
  assert.equal(`lines: ${found.join(" ")}`.trim(), lines[0]);
}

async function renameCase(name: string) {
  const { document, position, lines } = readCase(name);
  const to = lines[0]!.replace("to: ", "");
  const edit = rename(navigated(document), position, to);
  if (lines[1] === "nothing") return assert.equal(edit, null);
  assert.ok(renamable(document, position), "what is renamed is offered first");
  const changed = applied(document, edit?.changes?.[uri] ?? []);
  for (const line of lines.slice(1)) {
    const [kind, wanted = ""] = line.split(/:\s(.*)/s);
    if (kind === "has") assert.ok(changed.includes(wanted), `"${wanted}" is not in: ${changed}`);
    else if (kind === "not") assert.ok(!changed.includes(wanted), `"${wanted}" is still in: ${changed}`);
    else assert.fail(`unknown expectation: ${line}`);
  }
}

function applied(document: ReturnType<typeof openDocument>, edits: readonly TextEdit[]): string {
  const last = edits.toSorted((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start));
  return last.reduce(
    (text, { range, newText }) =>
      text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end)),
    document.text,
  );
}

async function foldingCase(name: string) {
  const { document, lines } = readCase(name);
  const found = foldingRanges(document).toSorted((a, b) => a.startLine - b.startLine);
  assert.equal(`folds: ${found.map(({ startLine, endLine }) => `${startLine}-${endLine}`).join(" ")}`.trim(), lines[0]);
}

async function selectionCase(name: string) {
  const { document, position, lines } = readCase(name);
  const texts: string[] = [];
  let range: SelectionRange | undefined = selectionRanges(document, [position])[0];
  for (; range; range = range.parent) texts.push(textIn(document, range.range).trimEnd().replaceAll("\n", "\\n"));
  assert.deepEqual(
    texts.slice(0, lines.length),
    lines.map((line) => line.replace(/^(in|then): /, "")),
  );
}

async function formatCase(name: string) {
  const { document, lines } = readCase(name);
  const edits = formatEdits(document);
  if (lines[0] === "nothing") return assert.deepEqual(edits, []);
  assert.equal(`text: ${applied(document, edits).replaceAll("\n", "\\n")}`, lines[0]);
}

async function linksCase(name: string) {
  const { document, lines } = readCase(name);
  const found = await documentLinks(navigated(document));
  const names = found.map(({ target }) => decodeURI(target ?? "").replace("file:///w/", ""));
  assert.equal(`links: ${names.join(" ")}`.trim(), lines[0]);
}

const kinds: Record<string, (name: string) => Promise<void>> = {
  complete: completionCase,
  hover: hoverCase,
  diagnose: diagnosisCase,
  definition: definitionCase,
  references: referencesCase,
  rename: renameCase,
  folding: foldingCase,
  selection: selectionCase,
  format: formatCase,
  links: linksCase,
};

for (const name of readdirSync(folder).filter((file) => file.endsWith(".yaml"))) {
  const check = kinds[name.split("-")[0]!];
  test(name, () => (check ? check(name) : assert.fail(`no kind of case: ${name}`)));
}
