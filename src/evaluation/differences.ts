import { isRecord } from "./same-json.ts";

export interface Difference {
  /** `comparisons.0.pairs.1.low` */
  place: string;
  stored: string;
  computed: string;
}

/** Sums in another order, and another machine's logarithms, differ in the last digits. */
const tolerance = 1e-9;

/** Where two JSON values differ, at most `most` places. Numbers may differ by a billionth; the order of keys is nothing. */
export function differencesOf(stored: unknown, computed: unknown, most = 20): Difference[] {
  const found: Difference[] = [];
  const visit = (a: unknown, b: unknown, place: string) => {
    if (found.length >= most || isSame(a, b)) return;
    if (areBothLists(a, b) || (isRecord(a) && isRecord(b))) {
      const [left, right] = [new Map(Object.entries(a as object)), new Map(Object.entries(b as object))];
      for (const key of new Set([...left.keys(), ...right.keys()])) {
        visit(left.get(key), right.get(key), place === "" ? key : `${place}.${key}`);
      }
      return;
    }
    found.push({ place, stored: shown(a), computed: shown(b) });
  };
  visit(stored, computed, "");
  return found;
}

function areBothLists(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b);
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return Object.is(a, b);
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}

function shown(value: unknown): string {
  const text = value === undefined ? "–" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
