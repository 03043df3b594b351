import { formatBytes, formatCount } from "../../protocol/format.ts";
import type { KnownModel, ModelInspection } from "../../protocol/model.ts";
import type { Translate } from "../translate.ts";

/** What an inspection found, as a text; a refusal says why in its own words. */
export function modelText(name: string, inspection: ModelInspection, t: Translate): string {
  if (!inspection.ok) return `${name}\n\n${inspection.message}\n`;
  const { ok: _ok, ...facts } = inspection;
  const rows = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined);
  return `${name}\n\n${aligned(rows)}\n\n${t("Read from the file's header; nothing in it was executed.")}\n`;
}

/** What the catalogue says of a model whose file is not here yet. */
export function catalogueText(model: KnownModel, t: Translate): string {
  const { origin: _origin, path: _path, ...facts } = model;
  const rows = Object.entries(facts).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
  return `${model.id}\n\n${aligned(rows)}\n\n${t("From the catalogue; the file is fetched on first use.")}\n`;
}

function aligned(rows: readonly (readonly [string, unknown])[]): string {
  const width = Math.max(...rows.map(([key]) => key.length));
  return rows.map(([key, value]) => `${key.padEnd(width)}  ${textOf(key, value)}`).join("\n");
}

function textOf(key: string, value: unknown): string {
  if (typeof value === "number" && key.endsWith("bytes")) return `${formatBytes(value)} (${value})`;
  if (typeof value === "number" && key === "parameters") return `${formatCount(value)} (${value})`;
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${String(inner)}`)
    .join(", ");
}
