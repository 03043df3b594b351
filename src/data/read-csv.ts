import { CsvError, type InfoRecord, parse } from "csv-parse";
import type { VisitRow } from "./read-jsonl.ts";
import { readText, type TextRead } from "./read-text.ts";
import { type ProblemList, problemAt } from "./rows.ts";

/**
 * Reads CSV or TSV with a header row. Every value is a string, as it stands in the file.
 * Row numbers are those of a spreadsheet: the header is row 1. A `.csv` whose header has semicolons or tabs but no commas
 * (as spreadsheets write it where the comma is the decimal sign) is read by those.
 */
export async function readCsv(
  path: string,
  file: string,
  visit: VisitRow,
  problems: ProblemList,
  signal?: AbortSignal,
  encoding?: string,
): Promise<TextRead> {
  const isTsv = /\.(tsv|tab)$/i.test(file);
  const rows = csvRows(file, visit, problems);
  let parser: ReturnType<typeof startParser> | null = null;
  let head = "";
  const feed = (text: string) => {
    if (!parser && !/[\r\n]/.test(head + text) && head.length < longestHeader) {
      head += text;
      return true;
    }
    parser ??= startParser(isTsv ? "\t" : delimiterOf(head + text), rows);
    const isFine = parser.write(head + text);
    head = "";
    return isFine;
  };
  const read = await readText(path, file, feed, signal, encoding);
  if (read.problem) return read;
  if (!parser && head.trim() !== "") parser = startParser(isTsv ? "\t" : delimiterOf(head), rows);
  parser?.write(head);
  const failure = parser ? await parser.end() : null;
  if (failure) problems.add(csvProblem(failure, file, rows.last() + 1));
  return read;
}

const longestHeader = 1 << 20;

/** The header decides: the first line, quoted parts left out. */
export function delimiterOf(text: string): string {
  const header = (/^[^\r\n]*/.exec(text)?.[0] ?? "").replace(/"(?:[^"]|"")*"/g, "");
  if (header.includes(",")) return ",";
  if (header.includes("\t")) return "\t";
  return header.includes(";") ? ";" : ",";
}

/** csv-parse, fed synchronously. Records are taken as they are parsed and never queue. */
function startParser(delimiter: string, rows: { take(record: string[], context: InfoRecord): void }) {
  const parser = parse({
    delimiter,
    // Named, since the parser would else take the first kind of line end for the only one.
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (record: string[], context) => {
      rows.take(record, context);
      return null;
    },
  });
  let failure: Error | null = null;
  const ended = new Promise<void>((resolve) => {
    parser.on("end", resolve);
    parser.on("error", (error) => {
      failure = error;
      resolve();
    });
  });
  parser.resume();
  return {
    write(text: string): boolean {
      if (!failure && text !== "") parser.write(text);
      return failure === null;
    },
    /** What went wrong, once everything is parsed. An error that is not csv-parse's own is ours, and thrown. */
    async end(): Promise<CsvError | null> {
      if (!failure) parser.end();
      await ended;
      const found = failure as Error | null;
      if (found && !(found instanceof CsvError)) throw found;
      return found;
    },
  };
}

/** Turns records into rows: the first is the header, the others must have as many cells. */
function csvRows(file: string, visit: VisitRow, problems: ProblemList) {
  let columns: string[] | null = null;
  let last = 0;
  return {
    last: () => last,
    take(record: string[], context: InfoRecord) {
      // Within the callback `records` already counts this one.
      const row = context.records + context.empty_lines;
      last = row;
      if (!columns) {
        columns = record.map((name) => name.trim());
        checkHeader(columns, file, row, problems);
      } else if (record.length !== columns.length) {
        const counts = { expected: columns.length, found: record.length };
        problems.add(problemAt({ file, row }, "csv-wrong-number-of-cells", counts));
      } else {
        visit(row, Object.fromEntries(columns.map((name, index) => [name, record[index]])));
      }
    },
  };
}

function checkHeader(columns: string[], file: string, row: number, problems: ProblemList): void {
  for (const [index, column] of columns.entries()) {
    if (column === "") problems.add(problemAt({ file, row }, "csv-column-without-name", { position: index + 1 }));
    else if (columns.indexOf(column) < index) problems.add(problemAt({ file, row, column }, "csv-column-twice"));
  }
}

function csvProblem(error: CsvError, file: string, row: number) {
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return problemAt({ file, row }, "csv-quote-not-closed");
  const quote = error.code === "INVALID_OPENING_QUOTE" || error.code === "CSV_INVALID_CLOSING_QUOTE";
  return problemAt({ file, row }, quote ? "csv-stray-quote" : "csv-syntax", { reason: error.code });
}
