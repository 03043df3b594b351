import { parse, YAMLError } from "yaml";
import type { Cell } from "../../protocol/run-row.ts";
import { runSchema } from "../../spec/schema.ts";
import { cellOf } from "./row.ts";

/** Blocks that say how a run is organised, not what it is an experiment about. */
const left = new Set(["version", "name", "matrix", "serve", "budget", "target"]);

/**
 * A run file as it ran, as cells by dotted path: `param:train.adapter.rank`. Defaults are filled in, so that a file which
 * writes a default out and one which leaves it out agree. A file that an older or newer version wrote gives what is written
 * in it, and one that is no YAML gives nothing.
 */
export function parameterCells(text: string): Record<string, Cell> {
  let written: unknown;
  try {
    written = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof YAMLError || error instanceof ReferenceError) return {};
    throw error;
  }
  const parsed = runSchema.safeParse(written);
  const cells: Record<string, Cell> = {};
  collect(parsed.success ? parsed.data : written, "", cells);
  return cells;
}

function collect(value: unknown, path: string, cells: Record<string, Cell>): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    if (path !== "" && value !== undefined) cells[`param:${path}`] = cellOf(value);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (path === "" && left.has(key)) continue;
    collect(inner, path === "" ? key : `${path}.${key}`, cells);
  }
}
