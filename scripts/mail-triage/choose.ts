import { digest, type TriageRow } from "./rows.ts";

/** Most rows that one sender or one thread may have: many of the same are not many witnesses, and tie everything together. */
const mostOfOne = 3;

/**
 * Drops what is too much alike and what one sender or thread has too much of. The order is by hash, so that no folder of
 * the corpus is preferred.
 */
export function thinOut(rows: readonly TriageRow[]): TriageRow[] {
  const shuffled = [...rows].sort((a, b) => (digest(`order ${a.id}`, 16) < digest(`order ${b.id}`, 16) ? -1 : 1));
  const counts = new Map<string, number>();
  const shingles = new Set<string>();
  return shuffled.filter((row) => {
    const keys = [`d ${row.sender_domain}`, `t ${row.thread}`];
    const own = shinglesOf(row);
    const known = own.filter((shingle) => shingles.has(shingle)).length;
    if (known > own.length / 5 || keys.some((key) => (counts.get(key) ?? 0) >= mostOfOne)) return false;
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const shingle of own) shingles.add(shingle);
    return true;
  });
}

/** Runs of four words: two texts that share many are one text. */
function shinglesOf(row: TriageRow): string[] {
  const words = `${row.subject} ${row.body}`.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.slice(3).map((_, index) => words.slice(index, index + 4).join(" "));
}

/** Rows connected by a sender's domain or a thread, directly or through others (union-find). */
export function components(rows: readonly TriageRow[]): TriageRow[][] {
  const parent = rows.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const first = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    for (const key of [`d ${row.sender_domain}`, `t ${row.thread}`]) {
      const other = first.get(key);
      if (other === undefined) first.set(key, index);
      else parent[root(index)] = root(other);
    }
  }
  const groups = new Map<number, TriageRow[]>();
  for (const [index, row] of rows.entries()) {
    const group = groups.get(root(index));
    if (group) group.push(row);
    else groups.set(root(index), [row]);
  }
  return [...groups.values()];
}

/** How many rows of each kind a split should have. The kinds: category × has a link × is a reply. */
export type Quota = Readonly<Record<string, number>>;

export function kindOf({ answer }: TriageRow): string {
  return `${answer.category} ${answer.has_link ? "link" : "plain"} ${answer.is_reply ? "reply" : "new"}`;
}

/**
 * Fills the splits in turn with whole components. A component goes to the first split that still wants all its rows; one
 * that fits nowhere is left out.
 */
export function fillSplits(rows: readonly TriageRow[], quotas: readonly Quota[]): TriageRow[][] {
  const wanted = quotas.map((quota) => new Map(Object.entries(quota)));
  const splits: TriageRow[][] = quotas.map(() => []);
  const order = [...components(rows)].sort((a, b) => b.length - a.length || (a[0]!.id < b[0]!.id ? -1 : 1));
  for (const [turn, group] of order.entries()) {
    // Alternating the start spreads large components over the splits.
    for (let step = 0; step < splits.length; step++) {
      const index = (turn + step) % splits.length;
      if (!fits(group, wanted[index]!)) continue;
      for (const row of group) wanted[index]!.set(kindOf(row), wanted[index]!.get(kindOf(row))! - 1);
      splits[index]!.push(...group);
      break;
    }
  }
  return splits.map((split) => split.sort((a, b) => (a.id < b.id ? -1 : 1)));
}

function fits(group: readonly TriageRow[], wanted: ReadonlyMap<string, number>): boolean {
  const needed = new Map<string, number>();
  for (const row of group) needed.set(kindOf(row), (needed.get(kindOf(row)) ?? 0) + 1);
  return [...needed].every(([kind, count]) => (wanted.get(kind) ?? 0) >= count);
}
