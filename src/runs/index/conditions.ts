import type { Cell } from "../../protocol/run-row.ts";

/** `exact>0.8`: a column, a comparison, a value. */
export interface Condition {
  column: string;
  compare: "<" | "<=" | ">" | ">=" | "=" | "!=";
  value: string;
}

/**
 * Takes conditions out of a search: what names a column of the table, by its whole name or its end, compares it. The rest
 * are words. `learning_rate<1e-3 mail` → one condition, and the word `mail`.
 */
export function parseConditions(
  search: string,
  columns: readonly string[],
): { words: string; conditions: readonly Condition[] } {
  const conditions: Condition[] = [];
  const words: string[] = [];
  for (const part of search.split(/\s+/)) {
    const [, name, compare, value] = /^([^<>=!]+)(<=|>=|!=|<|>|=)(.+)$/.exec(part) ?? [];
    const column = name === undefined ? undefined : columnOf(name, columns);
    if (column === undefined) words.push(part);
    else conditions.push({ column, compare: compare as Condition["compare"], value: value! });
  }
  return { words: words.join(" "), conditions };
}

function columnOf(name: string, columns: readonly string[]): string | undefined {
  const plain = name.toLowerCase();
  return (
    columns.find((column) => column.toLowerCase() === plain) ??
    columns.find((column) => column.slice(column.indexOf(":") + 1).toLowerCase() === plain) ??
    columns.find((column) => column.toLowerCase().endsWith(`.${plain}`))
  );
}

/** A row that has no value meets nothing but `!=`. */
export function meets(cells: Readonly<Record<string, Cell>>, conditions: readonly Condition[]): boolean {
  return conditions.every(({ column, compare, value }) => {
    const cell = cells[column] ?? null;
    if (cell === null) return compare === "!=";
    const wanted = Number(value);
    if (typeof cell === "number" && !Number.isNaN(wanted)) return compareNumbers(cell, compare, wanted);
    const same = String(cell).toLowerCase() === value.toLowerCase();
    return compare === "=" ? same : compare === "!=" && !same;
  });
}

function compareNumbers(cell: number, compare: Condition["compare"], wanted: number): boolean {
  switch (compare) {
    case "<":
      return cell < wanted;
    case "<=":
      return cell <= wanted;
    case ">":
      return cell > wanted;
    case ">=":
      return cell >= wanted;
    case "=":
      return cell === wanted;
    case "!=":
      return cell !== wanted;
  }
}
