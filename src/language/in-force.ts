import type { Language } from "../protocol/messages.ts";
import type { SpecPath } from "../spec/document.ts";
import { valueAt } from "../spec/issues.ts";
import type { ParsedRunFile } from "../spec/parse.ts";
import { resolveTrainSettings } from "../spec/resolve.ts";
import { show } from "../spec/show.ts";
import { word } from "./messages.ts";

type Origin = "written" | "default" | "computed" | "matrix";

/** The value that a run would use at a path, and where it comes from; null for blocks and where the file has no meaning yet. */
function inForceAt({ draft, document }: ParsedRunFile, path: SpecPath): { value: unknown; origin: Origin } | null {
  if (!draft) return null;
  const written = valueAt(document.json, path);
  const origin = Object.hasOwn(draft.matrix, path.join("."))
    ? "matrix"
    : written !== undefined && written !== null
      ? "written"
      : "default";
  const plain = valueAt(draft, path);
  if (isScalar(plain)) return { value: plain, origin };
  if (!draft.train || path[0] !== "train" || plain !== undefined) return null;
  // What the file leaves open and the plan decides.
  const settings = resolveTrainSettings(draft);
  const name = path.at(-1) === "learning_rate" ? "learning_rate" : path.at(-1) === "alpha" ? "alpha" : null;
  return name === null ? null : { value: settings[name], origin: "computed" };
}

function isScalar(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "object";
}

/** One line for a setting, or for a block a table of all its settings, those left out included. Empty where there is nothing to say. */
export function inForceText(
  parsed: ParsedRunFile,
  path: SpecPath,
  keys: readonly string[],
  language: Language,
): string {
  const own = inForceAt(parsed, path);
  if (own) {
    return word("in-force", language, { value: show(own.value), origin: word(`origin-${own.origin}`, language) });
  }
  const rows = keys.flatMap((key) => {
    const inner = inForceAt(parsed, [...path, key]);
    return inner ? [`| \`${key}\` | \`${show(inner.value)}\` | ${word(`origin-${inner.origin}`, language)} |`] : [];
  });
  if (rows.length < 2) return "";
  const head = `| ${word("setting", language)} | ${word("value", language)} | ${word("origin", language)} |\n|:--|:--|:--|`;
  return [head, ...rows].join("\n");
}
