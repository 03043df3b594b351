import { readFile } from "node:fs/promises";
import { type Item, itemSchema } from "../../../protocol/item.ts";
import { CodedError } from "../../../protocol/problem.ts";

/** Reads a split as the store keeps it: one item a line. */
export async function readItems(file: string): Promise<Item[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, index) => {
    try {
      return itemSchema.parse(JSON.parse(line));
    } catch (error) {
      throw new CodedError("items-unreadable", { file, line: index + 1 }, { cause: error });
    }
  });
}
