import { type CompletionItem, CompletionItemKind, InsertTextFormat } from "vscode-languageserver-types";
import { columnNames } from "../plan/references.ts";
import type { Language } from "../protocol/messages.ts";
import { candidateNames } from "../spec/checks/evaluate.ts";
import type { RunDocument } from "../spec/document.ts";
import { valueAt } from "../spec/issues.ts";
import { alternatives, type JsonSchema } from "../spec/json-schema.ts";
import { runSchema, toSpec } from "../spec/schema.ts";
import { placeOf } from "../spec/show.ts";
import { columnsOfDocument, exampleOf } from "./complete-template.ts";
import type { Cursor } from "./cursor.ts";
import { describeChoice, showExample } from "./describe.ts";
import type { LanguageFacts } from "./facts.ts";
import { word } from "./messages.ts";
import { describeModel } from "./models.ts";
import { dividedSplit } from "./snippets.ts";

/** A value that may be written: `text` as it goes into the file where it differs from the label. */
interface Choice {
  label: string;
  kind: CompletionItemKind;
  text?: string;
  detail?: string;
  documentation?: string | undefined;
  isSnippet?: boolean;
}

/** Values for a place: accepted words, what the schema says can be asked of the world, the default. */
export async function completeValue(
  document: RunDocument,
  cursor: Cursor,
  schemas: readonly JsonSchema[],
  facts: LanguageFacts,
  language: Language,
): Promise<CompletionItem[]> {
  const members = schemas.flatMap(alternatives);
  const asked = await Promise.all(sourcesOf(schemas).map((source) => askFor(source, cursor, facts, language)));
  const meaning = (value: string) => describeChoice(schemas, placeOf(cursor.path), value, language);
  const all = [...words(members, meaning), ...asked.flat(), ...defaults(members)];
  // `quantize: ▮`: the list's brackets come with its first word.
  const lists = cursor.slot === "value" && !cursor.quoted ? members.flatMap(({ items }) => (items ? [items] : [])) : [];
  const inLists = words(lists.flatMap(alternatives), meaning).map((choice) => ({
    ...choice,
    text: `[${choice.label}]`,
  }));
  const unique = new Map([...inLists, ...all].map((choice) => [choice.label, choice]));
  return [...unique.values()].map((choice, index) => item(document, cursor, choice, index));
}

function sourcesOf(schemas: readonly JsonSchema[]): string[] {
  return [...new Set(schemas.flatMap((schema) => schema["x-complete"] ?? []))];
}

function words(members: readonly JsonSchema[], meaning: (value: string) => string | undefined): Choice[] {
  return members.flatMap((member) => {
    const accepted = member.enum ?? (member.const === undefined ? [] : [member.const]);
    const own = member.type === "boolean" ? [true, false] : accepted;
    return own.map((value) => ({
      label: String(value),
      kind: CompletionItemKind.EnumMember,
      documentation: meaning(String(value)),
    }));
  });
}

function defaults(members: readonly JsonSchema[]): Choice[] {
  return members.flatMap(({ default: value }) => {
    if (value === undefined || value === null || typeof value === "object") return [];
    return [{ label: String(value), kind: CompletionItemKind.Value }];
  });
}

async function askFor(
  source: string,
  { json, path }: Cursor,
  facts: LanguageFacts,
  language: Language,
): Promise<Choice[]> {
  const choices = (labels: readonly string[], kind: CompletionItemKind): Choice[] =>
    labels.map((label) => ({ label, kind }));
  switch (source) {
    case "model": {
      const models = await facts.knownModels();
      const known = models.map((model) => ({
        label: model.id,
        kind: CompletionItemKind.Module,
        detail: model.title,
        documentation: describeModel(model, null, language),
      }));
      return [...known, ...choices(await facts.files("model"), CompletionItemKind.File)];
    }
    case "data-file": {
      const files = choices(await facts.files("data"), CompletionItemKind.File);
      const inner =
        path.at(-1) === "from" && path[1] !== "train" ? [{ label: "train", kind: CompletionItemKind.Value }] : [];
      const divided = { label: "{from, share}", kind: CompletionItemKind.Snippet, text: dividedSplit, isSnippet: true };
      return [...inner, ...files, ...(path.length === 2 ? [{ ...divided, detail: word("divided", language) }] : [])];
    }
    case "schema-file":
      return choices(await facts.files("schema"), CompletionItemKind.File);
    case "column": {
      const columns = (await columnsOfDocument(json, facts)) ?? [];
      return columnNames(columns).map((label) => ({
        label,
        kind: CompletionItemKind.Field,
        documentation: showExample(exampleOf(columns, label)),
      }));
    }
    case "metric":
      return choices(scorersOf(json), CompletionItemKind.EnumMember);
    case "candidate":
      return choices(candidatesOfJson(json), CompletionItemKind.Variable);
    case "target":
      return choices(["local"], CompletionItemKind.Value);
    default:
      return [];
  }
}

function scorersOf(json: unknown): string[] {
  const written = valueAt(json, ["evaluate", "scorers"]);
  if (!Array.isArray(written)) return ["exact"];
  // One with parameters is a map whose only key is its name.
  const names = written.map((scorer) => (isMap(scorer) ? Object.keys(scorer)[0] : scorer));
  return names.filter((name) => typeof name === "string");
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names of candidates. A file that is still wrong somewhere has at least its rivals, quantizations and the reference. */
function candidatesOfJson(json: unknown): string[] {
  const parsed = runSchema.safeParse(json);
  const names = parsed.success ? candidateNames(toSpec(parsed.data)) : null;
  if (names) return names;
  const rivals = valueAt(json, ["evaluate", "rivals"]);
  const own = Array.isArray(rivals) ? rivals.map((rival) => valueAt(rival, ["name"])) : [];
  const types = valueAt(json, ["quantize"]);
  const all = [...own, "reference", ...(Array.isArray(types) ? types : [])];
  return all.filter((name) => typeof name === "string");
}

function item(document: RunDocument, cursor: Cursor, choice: Choice, index: number): CompletionItem {
  const { label, kind, detail, documentation, isSnippet = false } = choice;
  return {
    label,
    kind,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: "markdown", value: documentation } }),
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    sortText: `4${String(index).padStart(4, "0")}`,
    filterText: label,
    textEdit: {
      range: document.range(cursor.start, cursor.end),
      newText: isSnippet ? choice.text! : written(choice.text ?? label, cursor, choice.text !== undefined),
    },
  };
}

/** A name as YAML needs it: in quotes where it would mean something else. */
function written(text: string, { quoted, flow }: Cursor, isYaml: boolean): string {
  if (quoted || isYaml) return text;
  const plain = /^[\p{L}\p{N}_./-][\p{L}\p{N}_./:@=+\\ -]*$/u.test(text) && !/: |^- | $/.test(text);
  return plain && !(flow && /[,[\]{}]/.test(text)) ? text : JSON.stringify(text);
}
