import { unbroken } from "./words.ts";

/** Text on a terminal: how wide it is, and how it breaks. */

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** Columns that a text takes: two for a character of East Asian width, none for a mark on another. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

export function padded(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + space : space + text;
}

const closing = "，。；：）";
const pieces = new RegExp(`(?:${wide.source}|[^ \\n]+?(?=${wide.source})|[^ \\n]+)[${closing}]*`, "gu");

/**
 * Lines of at most `width` columns: broken between words, or anywhere in a text that has no spaces, such as Chinese, but
 * not before a mark that closes. A number stays with its unit.
 */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let end = 0;
  for (const { 0: piece, index } of unbroken(text).matchAll(pieces)) {
    const gap = index > end && line !== "" ? " " : "";
    end = index + piece.length;
    if (line !== "" && displayWidth(line + gap + piece) > width) {
      lines.push(line);
      line = piece;
    } else line += gap + piece;
  }
  const all = line === "" ? lines : [...lines, line];
  return all.map((one) => one.replaceAll("\u00a0", " "));
}

/** Names come from files; what could move the cursor or change colours is taken out. */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

export interface Paint {
  strong(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  open(text: string): string;
}

/** ANSI colours, or none. */
export function paintOf(color: boolean): Paint {
  const sequence = (on: number, off: number) => (text: string) => (color ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return {
    strong: sequence(1, 22),
    dim: sequence(2, 22),
    good: sequence(32, 39),
    bad: sequence(31, 39),
    open: sequence(33, 39),
  };
}
