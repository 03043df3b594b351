import { type CompletionItem, CompletionItemKind, InsertTextFormat, type TextEdit } from "vscode-languageserver-types";
import type { Language } from "../protocol/messages.ts";
import type { Position } from "../protocol/problem.ts";
import { matrixPaths } from "../spec/checks/matrix.ts";
import type { RunDocument } from "../spec/document.ts";
import { valueAt } from "../spec/issues.ts";
import { alternatives, type JsonSchema } from "../spec/json-schema.ts";
import { placeOf } from "../spec/show.ts";
import { completeTemplate } from "./complete-template.ts";
import { completeValue } from "./complete-value.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import { describeKey, valuesOf } from "./describe.ts";
import type { LanguageFacts } from "./facts.ts";
import { word } from "./messages.ts";
import { schemasFor } from "./schema-at.ts";
import { blockSnippet, itemSnippets, literal, starter } from "./snippets.ts";

/** What may be written at a position. Works in broken documents; empty where nothing is known. */
export async function complete(
  document: RunDocument,
  position: Position,
  facts: LanguageFacts,
  language: Language,
): Promise<CompletionItem[]> {
  const offset = document.offsetAt(position);
  const cursor = cursorAt(document, offset);
  if (!cursor) return [];
  const schemas = schemasFor(cursor.path, cursor.json);
  const inTemplate = await completeTemplate(document, offset, cursor, schemas, facts);
  if (inTemplate) return inTemplate;
  if (cursor.slot === "key") return [...wholeFile(document, cursor, language), ...keys(document, cursor, language)];
  const values = await completeValue(document, cursor, schemas, facts, language);
  return cursor.slot === "item" ? [...firstKeys(document, cursor, schemas, language), ...values] : values;
}

function replaceWord(document: RunDocument, cursor: Cursor, text: string): TextEdit {
  return { range: document.range(cursor.start, cursor.end), newText: text };
}

/** A file that has no key yet is offered a whole one. */
function wholeFile(document: RunDocument, cursor: Cursor, language: Language): CompletionItem[] {
  const isFresh = document.text.split(/\r?\n/).every((line) => /^\s*(#|[^:]*$)/.test(line));
  if (!isFresh || cursor.path.length > 1) return [];
  return [
    {
      label: word("starter-label", language),
      detail: word("starter-detail", language),
      kind: CompletionItemKind.Snippet,
      insertTextFormat: InsertTextFormat.Snippet,
      // It fits whatever beginning was typed.
      filterText: cursor.word,
      sortText: "0",
      textEdit: replaceWord(document, cursor, starter),
    },
  ];
}

function keys(document: RunDocument, cursor: Cursor, language: Language): CompletionItem[] {
  const holder = cursor.path.slice(0, -1);
  if (holder.length === 1 && holder[0] === "matrix") return paths(document, cursor, language);
  const maps = schemasFor(holder, cursor.json).filter(({ properties }) => properties);
  return keyItems(document, cursor, maps, holder, language);
}

/** The keys with which a map may start after a dash or a bracket. */
function firstKeys(
  document: RunDocument,
  cursor: Cursor,
  schemas: readonly JsonSchema[],
  language: Language,
): CompletionItem[] {
  if (cursor.quoted) return [];
  const holder = placeOf(cursor.path);
  const whole = itemSnippets(holder).map(
    ({ label, body }, index): CompletionItem => ({
      label,
      kind: CompletionItemKind.Snippet,
      insertTextFormat: InsertTextFormat.Snippet,
      sortText: `1${index}`,
      textEdit: replaceWord(document, cursor, body),
    }),
  );
  // Between brackets a key alone would be a map without its braces.
  if (cursor.flow) return whole;
  const maps = schemas.filter(({ properties }) => properties);
  return [...whole, ...keyItems(document, cursor, maps, cursor.path, language)];
}

function keyItems(
  document: RunDocument,
  cursor: Cursor,
  maps: readonly JsonSchema[],
  holder: Cursor["path"],
  language: Language,
): CompletionItem[] {
  const written = cursor.slot === "item" ? {} : valueAt(cursor.json, holder);
  const has = (key: string) => typeof written === "object" && written !== null && Object.hasOwn(written, key);
  const names = [...new Set(maps.flatMap(({ properties }) => Object.keys(properties!)))].filter((key) => !has(key));
  return names.map((key, index): CompletionItem => {
    const inner = maps.flatMap(({ properties }) => (properties![key] ? [properties![key]] : []));
    const required = maps.every((map) => map.required?.includes(key));
    const path = placeOf([...holder, key]);
    return {
      label: key,
      detail: valuesOf(inner).replaceAll("`", "").slice(0, 80),
      documentation: { kind: "markdown", value: describeKey(inner, path, language, required) },
      kind: CompletionItemKind.Property,
      insertTextFormat: InsertTextFormat.Snippet,
      sortText: `${required ? 2 : 3}${String(index).padStart(3, "0")}`,
      textEdit: replaceWord(
        document,
        cursor,
        cursor.hasColon ? literal(key) : key + valueSnippet(path, inner, cursor.flow),
      ),
    };
  });
}

/** What follows a key: the beginning of a block, a choice, quotes for a template. */
function valueSnippet(path: string, schemas: readonly JsonSchema[], flow: boolean): string {
  const block = blockSnippet(path);
  if (block && !(flow && block.startsWith("\n"))) return `:${block}`;
  const members = schemas.flatMap(alternatives);
  if (members.some((member) => member["x-complete"] === "template")) return ': "{{$1}}"';
  const words = members.flatMap((member) => member.enum ?? (member.type === "boolean" ? [true, false] : []));
  const list = members.find((member) => member.type === "array");
  if (words.length > 0 && words.length <= 12 && !list) return `: \${1|${firstDefault(words, schemas).join(",")}|}`;
  if (list) return flow || !list.items?.properties ? ": [$1]" : ":\n  - $1";
  if (members.every((member) => member.type === "object")) return flow ? ": {$1}" : ":\n  $1";
  return ": $1";
}

function firstDefault(words: readonly unknown[], schemas: readonly JsonSchema[]): string[] {
  const usual = schemas.map((schema) => schema.default).find((value) => words.includes(value));
  return [...words].sort((a, b) => Number(b === usual) - Number(a === usual)).map(String);
}

function paths(document: RunDocument, cursor: Cursor, language: Language): CompletionItem[] {
  const written = valueAt(cursor.json, ["matrix"]);
  const has = (path: string) => typeof written === "object" && written !== null && Object.hasOwn(written, path);
  return matrixPaths()
    .filter((path) => !has(path))
    .map((path, index): CompletionItem => {
      const schemas = schemasFor(path.split("."), {});
      return {
        label: path,
        documentation: { kind: "markdown", value: describeKey(schemas, path, language) },
        kind: CompletionItemKind.Reference,
        insertTextFormat: InsertTextFormat.Snippet,
        sortText: String(index).padStart(3, "0"),
        textEdit: replaceWord(document, cursor, cursor.hasColon ? path : `${path}: [$1]`),
      };
    });
}
