/** Numbers as sentences and tables of every language write them. A minus is a minus, not a hyphen. */

const minus = "\u2212";

/** A share as percentage points with one decimal: 0.0152 → "1.5". */
export function points(share: number): string {
  return signless(share * 100, 1);
}

/** The same with its sign: "+1.5", "−0.4", "0.0". */
export function signedPoints(share: number): string {
  const text = points(Math.abs(share));
  if (Number(text) === 0) return text;
  return share > 0 ? `+${text}` : `${minus}${text}`;
}

/** A number that is no share, with four significant digits at most. */
export function plain(value: number): string {
  const text = String(Number(Math.abs(value).toPrecision(4)));
  return value < 0 && text !== "0" ? `${minus}${text}` : text;
}

export function signedPlain(value: number): string {
  return value > 0 ? `+${plain(value)}` : plain(value);
}

/** After a "p": "= 0.041", "< 0.001". */
export function probability(p: number): string {
  if (p < 0.001) return "< 0.001";
  return p > 0.999 ? "= 1" : `= ${p.toFixed(3)}`;
}

/** Megabytes of 10^6 bytes, as download pages count: "105 MB", "1,234 MB", below ten with a decimal. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size < 10 ? size.toFixed(1) : grouped(size)} MB`;
}

/** A whole number with its thousands parted: "12,345". */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A number of items that is an estimate: two digits that count. */
export function roughly(value: number): string {
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return grouped(Math.ceil(value / digits) * digits);
}

/** A confidence in percent: 0.95 → 95, 0.999 → 99.9. */
export function percentOf(confidence: number): number {
  return Number((confidence * 100).toFixed(4));
}

function signless(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", minus);
}
