import { formatBytes, formatCount } from "../protocol/format.ts";
import type { Io } from "./io.ts";
import { table } from "./table.ts";

/** Facts as two columns: the names are those of `--json`, so that a person finds them there again. */
export function modelRows(facts: object, io: Io): string[] {
  const rows: [string, string][] = [];
  for (const [name, value] of Object.entries(facts)) {
    if (name === "ok" || value === null || value === undefined) continue;
    rows.push([io.out.paint("dim", name), cellOf(name, value)]);
  }
  return table(rows);
}

function cellOf(name: string, value: unknown): string {
  if (typeof value === "number" && name.endsWith("_bytes")) return `${formatBytes(value)} (${value})`;
  if (typeof value === "number" && name === "parameters") return `${formatCount(value)} (${value})`;
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}: ${String(inner)}`)
    .join(", ");
}
