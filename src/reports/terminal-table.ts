import { displayWidth, type Paint, padded, plainText, wrapped } from "./terminal-text.ts";

export interface Column {
  title: string;
  cells: string[];
  align: "left" | "right";
  /** Columns with the highest number are left out first where the terminal is narrow. */
  priority: number;
}

export function column(title: string, cells: string[], priority: number, align: Column["align"] = "left"): Column {
  return { title: plainText(title), cells: cells.map(plainText), priority, align };
}

/** A table without the columns that the terminal has no room for. */
export function table(
  all: readonly Column[],
  width: number,
  paint: Paint,
  isStrong: (row: number) => boolean,
): string[] {
  const widthOf = ({ title, cells }: Column) => Math.max(...[title, ...cells].map(displayWidth));
  const gap = 2;
  let columns = [...all];
  const total = () => columns.reduce((sum, one) => sum + widthOf(one) + gap, -gap);
  while (total() > width) {
    const least = Math.max(...columns.map(({ priority }) => priority));
    if (least === 0) break;
    const dropped = columns.findLast(({ priority }) => priority === least);
    columns = columns.filter((one) => one !== dropped);
  }
  const line = (textOf: (one: Column) => string) =>
    columns
      .map((one) => padded(textOf(one), widthOf(one), one.align))
      .join(" ".repeat(gap))
      .trimEnd();
  const rows = columns[0]!.cells.map((_, row) => {
    const text = line(({ cells }) => cells[row]!);
    return isStrong(row) ? paint.strong(text) : text;
  });
  return [paint.dim(line(({ title }) => title)), ...rows];
}

const markWidth = 13;

export function marked(color: (text: string) => string, mark: string, sentence: string, width: number): string[] {
  return hanging(color(padded(mark, markWidth)), markWidth, sentence, width);
}

/** A sentence with a mark before it, its further lines under its first. */
export function hanging(mark: string, markColumns: number, sentence: string, width: number): string[] {
  const indent = " ".repeat(markColumns + 1);
  const lines = wrapped(plainText(sentence), Math.max(20, width - indent.length));
  return lines.map((text, index) => (index === 0 ? `${mark} ${text}` : indent + text));
}
