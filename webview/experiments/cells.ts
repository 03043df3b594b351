import { formatBytes, formatDuration, formatShare, UNKNOWN } from "../../src/protocol/format.ts";
import type { Language } from "../../src/protocol/messages.ts";
import type { ColumnKind } from "../../src/protocol/panels/experiments.ts";
import type { Cell } from "../../src/protocol/run-row.ts";
import { type SayTable, texts } from "./text.ts";

/** What a column is called: our word, or the metric's, or the run file's path. */
export function columnTitle(id: string, say: SayTable): string {
  if (Object.hasOwn(texts, id)) return say(id as keyof typeof texts);
  return id.slice(id.indexOf(":") + 1);
}

const figures = new Set<ColumnKind>(["number", "share", "bytes", "seconds"]);

/** Figures stand under each other, at their right ends. */
export function isFigure(kind: ColumnKind): boolean {
  return figures.has(kind);
}

/** A value as text. */
export function cellText(value: Cell, kind: ColumnKind, say: SayTable, language: Language): string {
  if (value === null) return UNKNOWN;
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (typeof value === "string") {
    if (kind === "state" && Object.hasOwn(texts, value)) return say(value as keyof typeof texts);
    return kind === "time" ? timeText(value) : value;
  }
  switch (kind) {
    case "share":
      return formatShare(value, 1);
    case "bytes":
      return formatBytes(value);
    case "seconds":
      return formatDuration(value, language);
    default:
      return numberText(value);
  }
}

/** Five digits that mean something; settings such as 1e-3 keep their own look. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-2
    ? value.toExponential(3).replace(/\.?0+e/, "e")
    : String(Number(value.toPrecision(5)));
}

/** Local, to the minute, and sortable by the eye. */
function timeText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
