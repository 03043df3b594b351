import type { ScorerParameters } from "../../spec/schema-scorers.ts";
import { type Scorer, yes } from "./scorer.ts";
import { textOf } from "./text.ts";

type Parameters = ScorerParameters<"number">;

/** Numbers that were written down and read again differ in their last digits. */
const leastRelative = 1e-9;

/** The answer's first or last number is the expected answer's, within the tolerance. No number on either side is wrong. */
export function number(parameters: Partial<Parameters> = {}): Scorer {
  const { take = "last", absolute = 0, relative = 0, percent = "fraction" } = parameters;
  return (cases) => ({
    number: cases.map(({ answer, item }) => {
      const text = textOf(answer);
      const given = text === null ? null : numberIn(text, take, percent);
      const wanted = numberIn(item.answer, take, percent);
      if (given === null || wanted === null) return 0;
      return yes(Math.abs(given - wanted) <= Math.max(absolute, Math.max(relative, leastRelative) * Math.abs(wanted)));
    }),
  });
}

/**
 * Digits with their thousands parted by commas or apostrophes (by four, as Chinese counts, too), a decimal point, an exponent;
 * before it a sign, or 百分之; behind it a percent sign, or 万 and 亿. The limits keep the search linear in the text.
 */
const pattern =
  /(?<percent>百分之)?(?<sign>(?<![\p{L}\p{N}.)\]])[-+])?(?<whole>\d{1,4}(?:[,']\d{3,4})+(?![\d,']\d)|\d{1,400})?(?<part>\.\d{1,400})?(?<exponent>e[+-]?\d{1,4})?\s?(?<unit>[%‰万萬亿億])?/giu;
const factors: Readonly<Record<string, number>> = { "%": 1e-2, "‰": 1e-3, 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };

/** The first or last number in a text; null: there is none that is finite. */
export function numberIn(
  text: string,
  take: "first" | "last",
  percent: "fraction" | "sign" = "fraction",
): number | null {
  const plain = text
    // Spaces that don't break a line part thousands; a plain space parts numbers.
    .replace(/(?<=\d)[\u00a0\u2009\u202f](?=\d{3})/g, ",")
    .normalize("NFKC")
    .replace(/[\u2212\u2010\u2011\u2013]/g, "-")
    .replaceAll("\u2019", "'");
  let found: number | null = null;
  for (const { groups } of plain.matchAll(pattern)) {
    const value = magnitudeOf(groups!, percent);
    if (value === null) continue;
    found = value;
    if (take === "first") break;
  }
  return found;
}

function magnitudeOf(groups: Record<string, string | undefined>, percent: "fraction" | "sign"): number | null {
  const { whole, part = "", exponent = "", unit, sign } = groups;
  if (whole === undefined && part === "") return null;
  const value = Number(`${sign === "-" ? "-" : ""}${(whole ?? "0").replace(/[,']/g, "")}${part}${exponent}`);
  if (!Number.isFinite(value)) return null;
  const isShare = unit === "%" || unit === "‰" || groups.percent !== undefined;
  if (isShare && percent === "sign") return value;
  return value * (groups.percent !== undefined ? 0.01 : (factors[unit ?? ""] ?? 1));
}
