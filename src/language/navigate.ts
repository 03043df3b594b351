import path from "node:path";
import { pathToFileURL } from "node:url";
import type { DocumentLink, Location, WorkspaceEdit } from "vscode-languageserver-types";
import { isAlias, isScalar } from "yaml";
import type { Position, Range } from "../protocol/problem.ts";
import { placeholdersOf } from "../spec/checks/templates.ts";
import type { RunDocument, SpecPath } from "../spec/document.ts";
import { namePattern } from "../spec/patterns.ts";
import type { LanguageFacts } from "./facts.ts";
import { type OwnName, ownNames } from "./names.ts";
import { placeAt } from "./place.ts";
import { schemasFor } from "./schema-at.ts";

/** What navigation has to know of the file: where it is, for what it names. */
export interface NavigatedFile {
  document: RunDocument;
  uri: string;
  folder: string;
  facts: LanguageFacts;
}

const fileSources = new Set(["data-file", "schema-file", "model"]);

/** Data files, schemas and model files that are there. */
export async function documentLinks(file: NavigatedFile): Promise<DocumentLink[]> {
  const named = fileNames(file.document);
  const there = await Promise.all(named.map(({ name }) => file.facts.exists(name)));
  return named.flatMap(({ name, range }, index) =>
    there[index] === true ? [{ range, target: pathToFileURL(path.resolve(file.folder, name)).href }] : [],
  );
}

/** Where what stands at a position is defined: a file, the rows of a column, a rival, a rule, an anchor. */
export async function definition(file: NavigatedFile, position: Position): Promise<Location | null> {
  const { document, uri, folder, facts } = file;
  const own = nameAt(document, position);
  if (own) return { uri, range: own.definition };
  const place = placeAt(document, document.offsetAt(position));
  if (place?.part !== "value") return null;
  if (isAlias(place.node)) {
    const range = document.rangeOf(place.path, "value");
    return range && { uri, range };
  }
  const at = document.offsetAt(position);
  const isColumn = schemasFor(place.path, document.json).some((schema) => schema["x-complete"] === "column");
  const inBraces = placeholdersOf(document, place.path).some(({ start, end }) => start <= at && at <= end);
  const name = isColumn || inBraces ? await fileWithRows(file) : isScalar(place.node) ? place.node.value : null;
  const isName = isColumn || inBraces || fileNames(document).some(({ path: other }) => samePath(other, place.path));
  if (typeof name !== "string" || !isName || (await facts.exists(name)) !== true) return null;
  const start = { line: 0, character: 0 };
  return { uri: pathToFileURL(path.resolve(folder, name)).href, range: { start, end: start } };
}

async function fileWithRows({ document, facts }: NavigatedFile): Promise<string | null> {
  const data = fileNames(document).filter(({ source }) => source === "data-file");
  for (const { name } of data) if ((await facts.exists(name)) === true) return name;
  return null;
}

/** All places of the name at a position, its definition first where it is wanted. */
export function references({ document, uri }: NavigatedFile, position: Position, withDefinition: boolean): Location[] {
  const own = nameAt(document, position);
  if (!own) return [];
  return [...(withDefinition ? [own.definition] : []), ...own.uses].map((range) => ({ uri, range }));
}

/** The word that would be renamed, or null where nothing of the file's own stands. */
export function renamable(document: RunDocument, position: Position): Range | null {
  const own = nameAt(document, position);
  return own ? (placesOf(own).find((range) => covers(range, position)) ?? null) : null;
}

/** A rival or rule under another name, everywhere. Null where there is none, or the new name is none. */
export function rename({ document, uri }: NavigatedFile, position: Position, to: string): WorkspaceEdit | null {
  const own = nameAt(document, position);
  if (!own || !namePattern.test(to)) return null;
  return { changes: { [uri]: placesOf(own).map((range) => ({ range, newText: to })) } };
}

function nameAt(document: RunDocument, position: Position): OwnName | null {
  return ownNames(document).find((own) => placesOf(own).some((range) => covers(range, position))) ?? null;
}

function placesOf({ definition, uses }: OwnName): Range[] {
  return [definition, ...uses];
}

function covers({ start, end }: Range, { line, character }: Position): boolean {
  return start.line === line && end.line === line && start.character <= character && character <= end.character;
}

interface FileName {
  name: string;
  path: SpecPath;
  range: Range;
  source: string;
}

/** Values that may name a file, by the schema of their places. */
function fileNames(document: RunDocument): FileName[] {
  const found: FileName[] = [];
  const visit = (value: unknown, at: SpecPath): void => {
    if (typeof value === "string") {
      const source = schemasFor(at, document.json).flatMap((schema) => schema["x-complete"] ?? []);
      const range = document.rangeOf(at, "value");
      const kind = source.find((each) => fileSources.has(each));
      if (kind !== undefined && range) found.push({ name: value, path: at, range, source: kind });
    } else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, [...at, Array.isArray(value) ? Number(key) : key]);
    }
  };
  visit(document.json, []);
  return found;
}

function samePath(a: SpecPath, b: SpecPath): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
