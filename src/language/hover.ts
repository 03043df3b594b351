import type { Hover } from "vscode-languageserver-types";
import { isScalar } from "yaml";
import type { Forecast } from "../protocol/forecast.ts";
import type { Language } from "../protocol/messages.ts";
import type { Position, Range } from "../protocol/problem.ts";
import { placeholdersOf } from "../spec/checks/templates.ts";
import { type RunDocument, spanOf } from "../spec/document.ts";
import type { JsonSchema } from "../spec/json-schema.ts";
import type { ParsedRunFile } from "../spec/parse.ts";
import { placeOf } from "../spec/show.ts";
import { columnsOfDocument, exampleOf } from "./complete-template.ts";
import { describeChoice, describeKey, showExample } from "./describe.ts";
import type { LanguageFacts } from "./facts.ts";
import { forecastText, splitText } from "./forecast-text.ts";
import { inForceText } from "./in-force.ts";
import { word } from "./messages.ts";
import { describeModel } from "./models.ts";
import { type Place, placeAt } from "./place.ts";
import { schemasFor } from "./schema-at.ts";

/** What is known beside the text: the file as it was meant, and what it will come to. */
export interface HoverKnown {
  parsed?: ParsedRunFile;
  forecast?: Forecast | null;
}

/**
 * What stands at a position: a key's meaning with the value in force and where that comes from, a value's meaning, a
 * column with what the first row holds, a split's rows and token lengths, a model's facts, an estimate's parts.
 */
export async function hover(
  document: RunDocument,
  position: Position,
  facts: LanguageFacts,
  language: Language,
  known: HoverKnown = {},
): Promise<Hover | null> {
  const offset = document.offsetAt(position);
  const place = placeAt(document, offset);
  if (!place) return null;
  const found = place.part === "value" ? await hoverValue(document, place, offset, facts, language, known) : null;
  if (found) return found;
  const path = keyPath(place);
  const schemas = schemasOfKey(path, document.json);
  const where = placeInSchema(path);
  const described = describeKey(schemas, where, language);
  if (schemas.length === 0 || described === "") return null;
  const text = [described, ...moreOf(path, schemas, language, known)].join("\n\n");
  const range = rangeOf(document, place);
  return { contents: { kind: "markdown", value: `**${where}**\n\n${text}` }, ...(range ? { range } : {}) };
}

function moreOf(path: Place["path"], schemas: readonly JsonSchema[], language: Language, known: HoverKnown): string[] {
  const keys = schemas.flatMap(({ properties }) => Object.keys(properties ?? {}));
  const inForce = known.parsed ? inForceText(known.parsed, path, [...new Set(keys)], language) : "";
  const split = known.forecast?.splits.find(({ name }) => path.length === 2 && path[0] === "data" && name === path[1]);
  const isPlanned =
    path.length === 1 && ["train", "evaluate", "quantize", "matrix", "budget"].includes(String(path[0]));
  return [
    inForce,
    split ? splitText(split, language) : "",
    known.forecast && isPlanned ? forecastText(known.forecast, language) : "",
  ].filter((part) => part !== "");
}

/** An item of a list is explained by the list's key. */
function keyPath({ path }: Place): Place["path"] {
  const last = path.findLastIndex((step) => typeof step === "string");
  return path.slice(0, last + 1);
}

/** In a matrix the key itself is a path, and what it stands for is explained. */
function placeInSchema(path: Place["path"]): string {
  return path[0] === "matrix" && typeof path[1] === "string" ? path[1] : placeOf(path);
}

function schemasOfKey(path: Place["path"], json: unknown): JsonSchema[] {
  if (path[0] === "matrix" && typeof path[1] === "string") return schemasFor(path[1].split("."), {});
  return schemasFor(path, json);
}

function rangeOf(document: RunDocument, place: Place): Range | null {
  const span = spanOf(place.node, document.text);
  return span && document.range(...span);
}

async function hoverValue(
  document: RunDocument,
  place: Place,
  offset: number,
  facts: LanguageFacts,
  language: Language,
  { forecast }: HoverKnown,
): Promise<Hover | null> {
  const schemas = schemasFor(place.path, document.json);
  const kinds = schemas.flatMap((schema) => schema["x-complete"] ?? []);
  const value = isScalar(place.node) ? place.node.value : undefined;
  const range = rangeOf(document, place);
  const say = (text: string, where = range): Hover => ({
    contents: { kind: "markdown", value: text },
    ...(where ? { range: where } : {}),
  });
  if (typeof value !== "string") return null;
  if (kinds.includes("template")) {
    const held = placeholdersOf(document, place.path).find(({ start, end }) => start <= offset && offset <= end);
    if (!held) return null;
    const text = await describeColumn(document.json, held.column, facts, language);
    return text === null ? null : say(text, document.range(held.start, held.end));
  }
  if (kinds.includes("column")) {
    const text = await describeColumn(document.json, value, facts, language);
    return text === null ? null : say(text);
  }
  if (kinds.includes("model")) {
    const model = (await facts.knownModels()).find(({ id }) => id === value);
    const text = describeModel(model ?? null, await facts.modelFacts(value), language);
    return text === "" ? null : say(text);
  }
  if (kinds.includes("data-file")) {
    const columns = await facts.columns(value);
    const names = columns?.map(({ name }) => `\`${name}\``).join(", ");
    const split = forecast?.splits.find(({ name }) => name === place.path[1]);
    const lines = [
      `**${value}**`,
      names ? word("columns", language, { columns: names }) : "",
      split ? splitText(split, language) : "",
    ];
    return names || split ? say(lines.filter((line) => line !== "").join("\n\n")) : null;
  }
  const key = keyPath(place);
  const choice = describeChoice(schemasOfKey(key, document.json), placeInSchema(key), value, language);
  return choice ? say(choice) : null;
}

async function describeColumn(
  json: unknown,
  column: string,
  facts: LanguageFacts,
  language: Language,
): Promise<string | null> {
  const columns = await columnsOfDocument(json, facts);
  const example = columns && exampleOf(columns, column);
  if (example === undefined || example === null) return null;
  return `**${column}**\n\n${word("first-row", language, { value: showExample(example) })}`;
}
