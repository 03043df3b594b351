/** Columns as wide as their widest cell. `right`: columns of numbers. */
export function table(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => cells(row[column] ?? ""))),
  );
  return rows.map((row) =>
    widths
      .map((width, column) => padded(row[column] ?? "", width, right.has(column)))
      .join("  ")
      .trimEnd(),
  );
}

export function padded(text: string, width: number, right = false): string {
  const space = " ".repeat(Math.max(0, width - cells(text)));
  return right ? space + text : text + space;
}

/** Cells that a text takes in a terminal: Chinese, Japanese, Korean and full-width characters and emoji take two. */
export function cells(text: string): number {
  let count = 0;
  for (const character of plainText(text)) count += wide.test(character) ? 2 : 1;
  return count;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no cells
const colour = /\u001b\[\d+m/g;

function plainText(text: string): string {
  return text.replace(colour, "");
}

/** Cuts a text to so many cells, with an ellipsis. Colours must come after. */
export function clipped(text: string, width: number): string {
  if (cells(text) <= width) return text;
  let kept = "";
  let taken = 0;
  for (const character of text) {
    const next = cells(character);
    if (taken + next > width - 1) break;
    kept += character;
    taken += next;
  }
  return `${kept}…`;
}
