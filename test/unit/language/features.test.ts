import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { type CompletionItem, InsertTextFormat, type MarkupContent, type TextEdit } from "vscode-languageserver-types";
import { codeActions } from "../../../src/language/code-actions.ts";
import { codeLenses } from "../../../src/language/code-lenses.ts";
import { complete } from "../../../src/language/complete.ts";
import { diagnose } from "../../../src/language/diagnose.ts";
import { hover } from "../../../src/language/hover.ts";
import { documentSymbols } from "../../../src/language/symbols.ts";
import { openDocument } from "../../../src/spec/document.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { knownWorld, unknownWorld } from "./known-world.ts";

const good = readFileSync(path.join(import.meta.dirname, "../../data/spec/valid-whole-format.yaml"), "utf8");
const head = "version: 1\nname: a\nmodel: smollm2-135m-instruct\n";
const data = 'data:\n  train: data/train.jsonl\n  test: data/test.jsonl\n  prompt: "{{body}}"\n  answer: "{{label}}"\n';

/** What a person has who takes a completion and leaves each place to fill in as it is offered. */
async function take(marked: string, label: string): Promise<string> {
  const offset = marked.indexOf("▮");
  const document = openDocument(marked.replace("▮", ""));
  const position = document.positionAt(offset);
  const item = (await complete(document, position, knownWorld, "en")).find((found) => found.label === label);
  assert.ok(item, `${label} is not offered`);
  return apply(document.text, filled(document, item));
}

function filled(document: ReturnType<typeof openDocument>, item: CompletionItem): TextEdit {
  const { range, newText } = item.textEdit as TextEdit;
  if (item.insertTextFormat !== InsertTextFormat.Snippet) return { range, newText };
  const plain = newText
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1")
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, "$1")
    .replace(/\$\d+/g, "")
    .replace(/\\([\\$}])/g, "$1");
  // An editor indents what follows in a snippet like its first line.
  const line = document.text.slice(document.offsetAt({ line: range.start.line, character: 0 }));
  const indent = /^ */.exec(line)![0];
  return { range, newText: plain.replaceAll("\n", `\n${indent}`) };
}

function apply(text: string, { range, newText }: TextEdit): string {
  const document = openDocument(text);
  return text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
}

test("the file that an empty one is offered is a good one", async () => {
  const text = await take("▮", "A whole run file");
  assert.deepEqual(parseRunFile(text).problems, []);
  assert.deepEqual(parseRunFile(await take("ver▮", "A whole run file")).problems, []);
});

test("a run file can be written from nothing by completion alone", async () => {
  let text = "";
  const write = async (marked: string, label: string) => {
    text = await take(marked, label);
  };
  await write("▮", "version");
  text = text.trimEnd();
  assert.equal(text, "version:");
  text += " 1\nname: a\n";
  await write(`${text}mod▮`, "model");
  await write(`${text}▮`, "smollm2-135m-instruct");
  await write(`${text}\n▮`, "data");
  await write(text.replace("train: ", "train: ▮"), "data/train.jsonl");
  await write(text.replace("test: ", "test: ▮"), "data/test.jsonl");
  await write(text.replace('prompt: "{{', 'prompt: "{{▮'), "body");
  await write(text.replace('answer: "{{', 'answer: "{{▮'), "label");
  await write(`${text}\n▮`, "train");
  await write(`${text}\n  ▮`, "adapter");
  await write(`${text}\n▮`, "quantize");
  await write(text.replace("quantize: [", "quantize: [▮"), "q4_k_m");
  await write(`${text}\n▮`, "evaluate");
  const { problems, value } = parseRunFile(text);
  assert.deepEqual(problems, [], text);
  assert.equal(value?.train?.adapter.rank, 16);
});

test("a completion replaces the whole word and leaves what follows", async () => {
  assert.equal(await take(`${head}${data}train: {met▮hod: sft}\n`, "method"), `${head}${data}train: {method: sft}\n`);
  assert.equal(
    await take(`${head}${data}train: {method: s▮, epochs: 1}\n`, "sft"),
    `${head}${data}train: {method: sft, epochs: 1}\n`,
  );
  assert.equal(
    await take(`${head}data: {train: "da▮ta/t"}\n`, "data/train.jsonl"),
    `${head}data: {train: "data/train.jsonl"}\n`,
  );
  assert.equal(
    await take(`${head}data: {train: data/train.jsonl, prompt: "{{bo▮"}\n`, "body"),
    `${head}data: {train: data/train.jsonl, prompt: "{{body}}"}\n`,
  );
  assert.equal(await take(`${head}quantize: ▮\n`, "q4_k_m"), `${head}quantize: [q4_k_m]\n`);
});

test("a fix that is taken mends what it was offered for", async () => {
  const text = `${head}${data}train:\n  lerning_rate: 1e-3\n`;
  const diagnostics = await diagnose(parseRunFile(text), knownWorld, "en");
  assert.deepEqual(
    diagnostics.map(({ code, source, message }) => ({ code, source, message })),
    [
      {
        code: "unknown-key",
        source: "deepextension",
        message: "`lerning_rate` is not a key of `train`. Did you mean `learning_rate`?",
      },
    ],
  );
  const [action, ...others] = codeActions("file:///a.run.yaml", diagnostics);
  assert.deepEqual(others, []);
  assert.equal(action?.kind, "quickfix");
  const [edit] = action!.edit!.changes!["file:///a.run.yaml"]!;
  assert.deepEqual(parseRunFile(apply(text, edit!)).problems, []);
});

test("diagnostics of another program are left alone", () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  assert.deepEqual(
    codeActions("file:///a", [
      { range, message: "?" },
      { range, message: "?", data: { suggestions: 1 } },
    ]),
    [],
  );
});

test("problems are told in Chinese where the editor is", async () => {
  const [diagnostic] = await diagnose(parseRunFile(`${head}${data}trian: {}\n`), knownWorld, "zh-cn");
  assert.equal(diagnostic?.message, "`trian` 不是有效键。是否想写 `train`？");
});

test("keys and words are explained in Chinese where the editor is", async () => {
  const document = openDocument(`${head}train: {method: dpo}\n`);
  const say = async (character: number) => {
    const found = await hover(document, { line: 3, character }, knownWorld, "zh-cn");
    assert.ok(found);
    return (found.contents as MarkupContent).value;
  };
  assert.match(await say(9), /^\*\*train\.method\*\*\n\n学习方法。.*默认值：`sft`。$/s);
  assert.equal(await say(17), "`dpo`：从一好一坏的成对回答中学习");
});

test("what can't be found out is not held against the file", async () => {
  assert.deepEqual(await diagnose(parseRunFile(`${head}${data}`), unknownWorld, "en"), []);
});

test("Run and Plan stand above the first line and get the file's URI", () => {
  const lenses = codeLenses("file:///w/a.run.yaml", "en", { forecast: null, runs: [] });
  assert.deepEqual(
    lenses.map(({ command }) => [command?.title, command?.command, command?.arguments]),
    [
      ["$(play) Run", "deepextension.run", ["file:///w/a.run.yaml"]],
      ["$(checklist) Plan", "deepextension.plan", ["file:///w/a.run.yaml"]],
    ],
  );
  assert.match(
    codeLenses("file:///w/a.run.yaml", "zh-cn", { forecast: null, runs: [] })[0]?.command?.title ?? "",
    /运行/,
  );
});

test("the outline names blocks, keys and the items of lists", () => {
  const show = (symbols: ReturnType<typeof documentSymbols>, indent = ""): string[] =>
    symbols.flatMap(({ name, detail, children }) => [
      `${indent}${name}${detail ? ` ${detail}` : ""}`,
      ...show(children ?? [], `${indent}  `),
    ]);
  const text = `${head}evaluate:\n  rivals:\n    - {name: base}\n    - shots: 1\n`;
  assert.deepEqual(show(documentSymbols(openDocument(text))), [
    ...["version 1", "name a", "model smollm2-135m-instruct", "evaluate", "  rivals"],
    ...["    base", "      name base", "    2", "      shots 1"],
  ]);
  assert.deepEqual(documentSymbols(openDocument("")), []);
});

async function everything(text: string, offset: number): Promise<void> {
  const parsed = parseRunFile(text);
  const position = parsed.document.positionAt(offset);
  await complete(parsed.document, position, knownWorld, "en");
  await hover(parsed.document, position, knownWorld, "en");
  documentSymbols(parsed.document);
  await diagnose(parsed, knownWorld, "en");
}

test("any prefix of a file gets answers at its end", async () => {
  for (let length = 0; length <= good.length; length += 5) await everything(good.slice(0, length), length);
});

test("a file that lacks any one line gets answers there", async () => {
  const lines = good.split("\n");
  for (const index of lines.keys()) {
    const before = lines.slice(0, index).join("\n");
    const text = [before, ...lines.slice(index + 1)].join("\n");
    await everything(text, before.length);
    await everything(text, Math.min(text.length, before.length + 3));
  }
});

test("every position of a good file gets answers", async () => {
  for (let offset = 0; offset <= good.length; offset += 11) await everything(good, offset);
});
