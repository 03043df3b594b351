import type { GgufValue } from "./gguf-value.ts";

const LONGEST = 80;

/** A value out of a file nobody vouches for, fit to stand in a message: short, and without control characters. */
export function shown(value: GgufValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object") return `${value.element}[${value.length}]`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  const text = String(value).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, "·");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** C reads a name up to its first NUL, so one with a NUL in it could be two different names to two readers. */
export function isName(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text !== "" && !/[\u0000-\u001f\u007f]/.test(text);
}
