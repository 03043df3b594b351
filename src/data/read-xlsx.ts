import type { VisitRow } from "./read-jsonl.ts";
import type { TextRead } from "./read-text.ts";
import { damaged, readWhole } from "./read-whole.ts";
import { type ProblemList, problemAt, type RowValue } from "./rows.ts";
import { unzip } from "./unzip.ts";

/**
 * Reads the first sheet of an Excel workbook: ECMA-376's SpreadsheetML, of which a table needs cells, shared texts and
 * date formats. The first row names the columns; row numbers are the sheet's. Formulas give their stored result, dates
 * ISO texts, empty cells null; a row without any value is none.
 */
export async function readXlsx(
  path: string,
  file: string,
  visit: VisitRow,
  problems: ProblemList,
  signal?: AbortSignal,
): Promise<TextRead> {
  const read = await readWhole(path, file, "Excel");
  if ("problem" in read) return { sha256: "", bytes: 0, problem: read.problem };
  const { bytes, sha256 } = read;
  try {
    const member = unzip(bytes);
    const textOf = (name: string) => member(name)?.toString("utf8") ?? null;
    const sheet = textOf(firstSheet(textOf));
    if (sheet === null) throw new Error("no sheet");
    const shared = sharedTexts(textOf("xl/sharedStrings.xml") ?? "");
    const dates = dateStyles(textOf("xl/styles.xml") ?? "");
    let header: string[] | null = null;
    for (const { row, cells } of rowsOf(sheet, shared, dates)) {
      signal?.throwIfAborted();
      if (cells.every((value) => value === undefined || value === null)) continue;
      if (header) visit(row, rowValue(header, cells));
      else header = Array.from(cells, (value) => String(value ?? "").trim());
    }
    if (!header) problems.add(problemAt({ file }, "table-header-missing"));
    return { sha256, bytes: bytes.length, problem: null };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { sha256: "", bytes: 0, problem: damaged(file, "Excel", error) };
  }
}

type CellValue = string | number | boolean | null;

/** The sheet that the workbook lists first, which need not be `sheet1.xml`. */
function firstSheet(textOf: (name: string) => string | null): string {
  const id = /<sheet\b[^>]*\br:id="([^"]+)"/.exec(textOf("xl/workbook.xml") ?? "")?.[1];
  for (const [tag] of (textOf("xl/_rels/workbook.xml.rels") ?? "").matchAll(/<Relationship\b[^>]*>/g)) {
    if (id === undefined || attribute(tag, "Id") !== id) continue;
    const target = attribute(tag, "Target") ?? "";
    return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  }
  return "xl/worksheets/sheet1.xml";
}

function* rowsOf(
  sheet: string,
  shared: readonly string[],
  dates: ReadonlySet<number>,
): Generator<{ row: number; cells: CellValue[] }> {
  let last = 0;
  for (const [, tag, inner] of sheet.matchAll(/<row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/row>)/g)) {
    const row = Number(attribute(tag!, "r") ?? last + 1);
    last = row;
    const cells: CellValue[] = [];
    for (const [, attributes, content] of (inner ?? "").matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const column = columnOf(attribute(attributes!, "r")) ?? cells.length;
      cells[column] = cellValue(attributes!, content ?? "", shared, dates);
    }
    yield { row, cells };
  }
}

/** `AB12` → 27 */
function columnOf(reference: string | null): number | null {
  const letters = /^[A-Z]+/.exec(reference ?? "")?.[0];
  if (!letters) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellValue(
  attributes: string,
  content: string,
  shared: readonly string[],
  dates: ReadonlySet<number>,
): CellValue {
  const type = attribute(attributes, "t");
  if (type === "inlineStr") return textsIn(content);
  const stored = /<v\b[^>]*>([\s\S]*?)<\/v>/.exec(content)?.[1];
  if (stored === undefined) return null;
  if (type === "s") return shared[Number(stored)] ?? null;
  if (type === "b") return stored === "1";
  if (type === "str" || type === "d") return unescaped(stored);
  if (type === "e") return null;
  const number = Number(stored);
  return dates.has(Number(attribute(attributes, "s") ?? -1)) ? dateText(number) : number;
}

function sharedTexts(xml: string): string[] {
  return [...xml.matchAll(/<si\b[^>]*?(?:\/>|>([\s\S]*?)<\/si>)/g)].map(([, inner]) => textsIn(inner ?? ""));
}

/** All pieces of a text with its formatting left out; what is said of pronunciation is none of it. */
function textsIn(xml: string): string {
  const spoken = xml.replace(/<rPh\b[\s\S]*?<\/rPh>/g, "");
  return [...spoken.matchAll(/<t\b[^>]*?(?:\/>|>([\s\S]*?)<\/t>)/g)].map(([, text]) => unescaped(text ?? "")).join("");
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
      if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
      return decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? whole);
    })
    .replace(/_x([0-9A-F]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("\r\n", "\n");
}

/** Formats that the standard fixes as dates; a workbook's own are recognised by their letters. */
const builtInDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);

function dateStyles(xml: string): ReadonlySet<number> {
  const own = new Set<number>();
  for (const [tag] of xml.matchAll(/<numFmt\b[^>]*>/g)) {
    const code = unescaped(attribute(tag, "formatCode") ?? "").replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
    if (/[ymdh]/i.test(code)) own.add(Number(attribute(tag, "numFmtId")));
  }
  const formats = /<cellXfs\b[^>]*>([\s\S]*?)<\/cellXfs>/.exec(xml)?.[1] ?? "";
  const styles = [...formats.matchAll(/<xf\b[^>]*>/g)].map(([tag]) => Number(attribute(tag, "numFmtId")));
  return new Set(styles.flatMap((format, index) => (builtInDates.has(format) || own.has(format) ? [index] : [])));
}

/** Days since 1899-12-30, as Excel counts after its leap day of 1900 that never was. Without a time of day, the date alone. */
function dateText(days: number): string {
  const iso = new Date(Math.round(days * 86_400_000) - 2_209_161_600_000).toISOString();
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 19);
}

function rowValue(header: readonly string[], cells: readonly CellValue[]): RowValue {
  return Object.fromEntries(header.flatMap((name, index) => (name === "" ? [] : [[name, cells[index] ?? null]])));
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}
