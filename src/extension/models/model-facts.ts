import { formatBytes, formatCount } from "../../protocol/format.ts";
import type { ModelInspection } from "../../protocol/model.ts";
import type { Translate } from "../translate.ts";

/** What an inspection found, as a text; a refusal says why in its own words. */
export function modelText(name: string, inspection: ModelInspection, t: Translate): string {
  if (!inspection.ok) return `${name}\n\n${inspection.message}\n`;
  const rows: [string, string][] = [];
  for (const [key, value] of Object.entries(inspection)) {
    if (key === "ok" || value === null || value === undefined) continue;
    rows.push([key, textOf(key, value)]);
  }
  const width = Math.max(...rows.map(([key]) => key.length));
  const lines = rows.map(([key, text]) => `${key.padEnd(width)}  ${text}`);
  return `${name}\n\n${lines.join("\n")}\n\n${t("Read from the file's header; nothing in it was executed.")}\n`;
}

function textOf(key: string, value: unknown): string {
  if (typeof value === "number" && key.endsWith("bytes")) return `${formatBytes(value)} (${value})`;
  if (typeof value === "number" && key === "parameters") return `${formatCount(value)} (${value})`;
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${String(inner)}`)
    .join(", ");
}
