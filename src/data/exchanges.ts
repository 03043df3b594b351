import type { ChatMessage } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { nearest } from "../spec/near.ts";
import type { RunSpec } from "../spec/schema.ts";
import { type Reading, readChat } from "./chat.ts";
import type { Row, RowValue } from "./rows.ts";
import { recogniseShape, shapeColumns } from "./shapes.ts";
import { columnNames, columnValue, parseTemplate, renderTemplate, type Template, templateColumns } from "./template.ts";

type DataSpec = RunSpec["data"];

/** How rows of one file become prompt and answer. Null: nothing says how, or it says something impossible. */
export type ReadExchange = (row: RowValue) => Reading;

/**
 * Finds out, once for a file, how its rows are read: by the run file's templates, its `messages` column, or the rows' shape.
 * Problems of the run file itself (an unknown column …) carry `params.path`, the key in the run file, and no place.
 */
export function exchangeReader(
  data: DataSpec,
  rows: readonly Row[],
  file: string,
): { read: ReadExchange | null; columns: string[]; problems: Problem[] } {
  const templates = namedTemplates(data);
  const problems = Object.entries(templates).flatMap(([path, template]) =>
    templateProblems(path, template, rows, file),
  );
  const named = { id: data.id, cluster: data.cluster, messages: data.messages };
  for (const [key, column] of Object.entries(named)) {
    if (column !== undefined) problems.push(...columnProblems(`data.${key}`, column, rows, file));
  }
  const answer = templates["data.answer"] ?? templates["data.chosen"] ?? null;
  const prompt = templates["data.prompt"] ?? null;
  const base = prompt ? null : promptReader(data, rows);
  if (!prompt && !base) {
    const columns = columnNames(rows).join(", ");
    problems.push(problem("shape-unknown", { file, columns, known: shapeColumns }, { file }));
  }
  if (prompt && !answer) problems.push(problem("answer-template-missing", { path: "data.answer", file }));
  if (problems.length > 0) return { read: null, columns: [], problems };

  const system = templates["data.system"] ?? null;
  const columns = Object.values(templates).flatMap(templateColumns);
  const read = (row: RowValue) => {
    const reading = base ? base(row, answer !== null) : fromTemplate(prompt!, row, "user");
    return finish(reading, row, { system, answer });
  };
  return { read, columns: [...new Set(columns)], problems };
}

function namedTemplates(data: DataSpec): Record<string, Template> {
  const texts = {
    "data.prompt": data.prompt,
    "data.system": data.system,
    "data.answer": data.answer,
    "data.chosen": data.chosen,
    "data.rejected": data.rejected,
  };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([path, text]) => (text === undefined ? [] : [[path, parseTemplate(text)]])),
  );
}

/** Chats and shapes. With an answer template a chat needs no assistant turn of its own. */
function promptReader(data: DataSpec, rows: readonly Row[]): ((row: RowValue, hasAnswer: boolean) => Reading) | null {
  const column = data.messages;
  if (column !== undefined) {
    return (row, hasAnswer) => {
      const turns = columnValue(row, column);
      // The answer comes from elsewhere, so the chat ends with the question: an empty answer takes its place until then.
      const ended = hasAnswer && Array.isArray(turns) && endsWithUser(turns) ? [...turns, emptyAnswer] : turns;
      return readChat(ended, column);
    };
  }
  const shape = recogniseShape(rows);
  return shape ? (row) => shape.read(row) : null;
}

const emptyAnswer: ChatMessage = { role: "assistant", content: "" };

function endsWithUser(turns: readonly unknown[]): boolean {
  const last = turns.at(-1) as { role?: unknown; from?: unknown } | null | undefined;
  return last?.role === "user" || last?.from === "human" || last?.from === "user";
}

function fromTemplate(template: Template, row: RowValue, role: "user" | "system"): Reading {
  const { text, missing } = renderTemplate(template, row);
  if (missing.length > 0) return { flaw: { code: "data-value-missing", params: {}, column: missing[0]! } };
  return { exchange: { messages: [{ role, content: text }], answer: "" } };
}

function finish(reading: Reading, row: RowValue, extra: { system: Template | null; answer: Template | null }): Reading {
  if ("flaw" in reading) return reading;
  const { exchange } = reading;
  if (extra.answer) {
    const { text, missing } = renderTemplate(extra.answer, row);
    if (missing.length > 0) return { flaw: { code: "data-value-missing", params: {}, column: missing[0]! } };
    exchange.answer = text;
  }
  if (extra.system) {
    const system = fromTemplate(extra.system, row, "system");
    if ("flaw" in system) return system;
    const turns = exchange.messages.filter((message) => message.role !== "system");
    exchange.messages = [...system.exchange.messages, ...turns];
  }
  return reading;
}

function templateProblems(path: string, template: Template, rows: readonly Row[], file: string): Problem[] {
  const mistakes = template.mistakes.map(({ code, near }) => problem(code, { path, near }));
  if (mistakes.length > 0) return mistakes;
  return templateColumns(template).flatMap((column) => columnProblems(path, column, rows, file));
}

/** A column that no row has is a mistake of the run file. One that some rows lack is a problem of those rows. */
export function columnProblems(path: string, column: string, rows: readonly Row[], file: string): Problem[] {
  if (rows.length === 0 || rows.some(({ value }) => columnValue(value, column) !== undefined)) return [];
  const known = columnNames(rows);
  const [near] = nearest(column, known, 1);
  const params = { path, column, file, known: known.join(", ") };
  if (near === undefined) return [problem("column-unknown", params)];
  return [problem("column-unknown-near", { ...params, near }, { suggestions: [{ title: near }] })];
}
