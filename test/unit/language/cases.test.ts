import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { MarkupContent } from "vscode-languageserver-types";
import { complete } from "../../../src/language/complete.ts";
import { problemsOf } from "../../../src/language/diagnose.ts";
import { hover } from "../../../src/language/hover.ts";
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
  const { document, position, lines } = readCase(name);
  const found = await hover(document, position, knownWorld, "en");
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

const kinds: Record<string, (name: string) => Promise<void>> = {
  complete: completionCase,
  hover: hoverCase,
  diagnose: diagnosisCase,
};

for (const name of readdirSync(folder).filter((file) => file.endsWith(".yaml"))) {
  const check = kinds[name.split("-")[0]!];
  test(name, () => (check ? check(name) : assert.fail(`no kind of case: ${name}`)));
}
