import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Rule } from "../../../src/evaluation/rules.ts";
import type { Item } from "../../../src/protocol/item.ts";

const folder = path.join(import.meta.dirname, "../../data/evaluation");

/** All case files of a folder of test/data/evaluation, by name. */
export function casesIn<T>(name: string): [file: string, content: T][] {
  const files = readdirSync(path.join(folder, name)).filter((file) => file.endsWith(".json"));
  return files.map((file) => [file, readCase<T>(`${name}/${file}`)]);
}

export function readCase<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(folder, file), "utf8")) as T;
}

export function item(id: string, answer: string, cluster: string | null = null): Item {
  return {
    id,
    cluster,
    answer,
    messages: [{ role: "user", content: `question ${id}` }],
    source: { file: "test.jsonl", row: 1 },
  };
}

export function rule(id: string, then: string, when?: string): Rule {
  return { id, then, when };
}
