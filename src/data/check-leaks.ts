import { createHash } from "node:crypto";
import type { Item } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { listRows, rowsIn } from "./rows.ts";
import type { SplitName } from "./splits.ts";

/**
 * Test rows that training or validation has seen, and groups that sit on both sides. Either makes a test look better than
 * the model is. Warnings: a person may have reasons, but must know.
 */
export function checkLeaks(splits: Record<SplitName, readonly Item[]>, shown: (file: string) => string): Problem[] {
  const { test } = splits;
  const learned = [...splits.train, ...splits.validation];
  if (test.length === 0 || learned.length === 0) return [];
  return [...seenRows(test, learned, shown), ...sharedClusters(test, learned, shown)];
}

function seenRows(test: readonly Item[], learned: readonly Item[], shown: (file: string) => string): Problem[] {
  const exact = new Map<string, Item>();
  const near = new Map<string, Item>();
  for (const item of learned) {
    const text = promptText(item);
    exact.set(digest(text), item);
    near.set(digest(normalised(text)), item);
  }
  const same: Item[] = [];
  const alike: Item[] = [];
  let sameAs: Item | undefined;
  let alikeTo: Item | undefined;
  for (const item of test) {
    const text = promptText(item);
    const twin = exact.get(digest(text));
    const cousin = twin ? undefined : near.get(digest(normalised(text)));
    if (twin) {
      same.push(item);
      sameAs ??= twin;
    } else if (cousin) {
      alike.push(item);
      alikeTo ??= cousin;
    }
  }
  return [
    ...leak("test-row-in-training", same, sameAs, test.length, shown),
    ...leak("test-row-nearly-in-training", alike, alikeTo, test.length, shown),
  ];
}

function leak(
  code: string,
  items: readonly Item[],
  twin: Item | undefined,
  of: number,
  shown: (file: string) => string,
): Problem[] {
  const first = items[0];
  if (!first || !twin) return [];
  const place = { file: shown(first.source.file), row: first.source.row };
  const other = { other_file: shown(twin.source.file), other_row: twin.source.row };
  const rows = listRows(items.map(({ source }) => source.row));
  const where = { ...place, rows: rowsIn(first.source.file, items), severity: "warning" as const };
  return [problem(code, { ...place, ...other, count: items.length, of, rows, split: "test" }, where)];
}

function sharedClusters(test: readonly Item[], learned: readonly Item[], shown: (file: string) => string): Problem[] {
  const known = new Set(learned.map(({ cluster }) => cluster));
  const shared = test.filter(({ cluster }) => cluster !== null && known.has(cluster));
  const first = shared[0];
  if (!first) return [];
  const names = [...new Set(shared.map(({ cluster }) => cluster))];
  const listed = names.slice(0, 3).join(", ") + (names.length > 3 ? " …" : "");
  const place = { file: shown(first.source.file), row: first.source.row };
  const params = { ...place, count: names.length, clusters: listed, rows: shared.length, of: test.length };
  return [problem("cluster-on-both-sides", params, { ...place, severity: "warning" })];
}

/** What the model is asked, without the system turn, which all rows share. */
function promptText({ messages }: Item): string {
  return messages
    .filter(({ role }) => role !== "system")
    .map(({ role, content }) => `${role}\n${content}`)
    .join("\n");
}

/** Two texts that a reader would call the same: case, spaces, punctuation and forms of a letter do not count. */
function normalised(text: string): string {
  // Most texts are ASCII, for which the cheap way gives the same.
  if (!/[^ -~\s]/.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Hashes in place of texts: memory stays flat whatever the prompts' length. */
export function digest(text: string): string {
  return createHash("sha1").update(text).digest("base64");
}
