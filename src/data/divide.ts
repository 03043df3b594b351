import { createHash } from "node:crypto";
import type { Entry } from "./items.ts";
import { groupName } from "./items.ts";
import { columnValue } from "./template.ts";

export interface Division {
  share: number;
  by?: string | undefined;
  order: "random" | "time";
  seed: number;
}

export interface Taken {
  taken: Entry[];
  left: Entry[];
  /** 1-based rows whose value of `by` is neither a date nor a number; only for `order: time`. Nothing is taken then. */
  unreadable: number[];
}

/**
 * Takes a share of the rows out of a pool. Rows are ranked by a hash of the seed and their group (the value of `by`, else
 * the row's id), or by time; training takes from the low end, validation and test from the high one, so that splits of one
 * file with one seed never overlap and are the same whatever the file's order. Groups stay whole: the share is met as
 * nearly as they allow.
 *
 * @param options.of number of rows that `share` is a share of (the pool may have lost some already)
 * @param options.everything take all that is left, because the shares add up to one
 */
export function takeShare(
  pool: readonly Entry[],
  division: Division,
  options: { from: "low" | "high"; of: number; everything: boolean },
): Taken {
  if (options.everything) return { taken: [...pool], left: [], unreadable: [] };
  const { groups, unreadable } = division.order === "time" ? byTime(pool, division.by) : byHash(pool, division);
  if (unreadable.length > 0) return { taken: [], left: [...pool], unreadable };
  if (options.from === "high") groups.reverse();
  const target = options.of * division.share;
  const chosen = new Set((division.order === "time" ? firstGroups(groups, target) : nearGroups(groups, target)).flat());
  // Both keep the file's order: the order that a person reads, and the same in every run.
  const taken = pool.filter((entry) => chosen.has(entry));
  return { taken, left: pool.filter((entry) => !chosen.has(entry)), unreadable: [] };
}

/** Groups from the front without a gap, as many as come nearest to `target` rows: time has no holes. */
function firstGroups(groups: readonly Entry[][], target: number): Entry[][] {
  let rows = 0;
  let count = 0;
  for (const group of groups) {
    if (Math.abs(rows + group.length - target) > Math.abs(rows - target) + slack) break;
    rows += group.length;
    count++;
  }
  return groups.slice(0, atLeastOne(count, groups));
}

/** Groups in their order, each that brings the number of rows nearer to `target`; one that is too large is passed over. */
function nearGroups(groups: readonly Entry[][], target: number): Entry[][] {
  let rows = 0;
  const near = groups.filter((group) => {
    if (Math.abs(rows + group.length - target) > Math.abs(rows - target) + slack) return false;
    rows += group.length;
    return true;
  });
  return near.length > 0 && near.length < groups.length ? near : groups.slice(0, atLeastOne(near.length, groups));
}

/** For sums of fractions that are not exact in binary. */
const slack = 1e-9;

/** A share is between nothing and everything, so neither side is left empty where there are two groups to give. */
function atLeastOne(count: number, groups: readonly Entry[][]): number {
  return groups.length < 2 ? count : Math.min(Math.max(count, 1), groups.length - 1);
}

interface Ranked {
  groups: Entry[][];
  unreadable: number[];
}

function byHash(pool: readonly Entry[], { by, seed }: Division): Ranked {
  const groups = new Map<string, Entry[]>();
  for (const entry of pool) {
    const group = by === undefined ? null : groupName(columnValue(entry.row, by));
    // The prefix keeps a row that stands alone from meeting a group of the same name.
    const key = group === null ? `row ${entry.item.id}` : `group ${group}`;
    const entries = groups.get(key);
    if (entries) entries.push(entry);
    else groups.set(key, [entry]);
  }
  const ranked = [...groups].map(([key, entries]) => ({
    rank: createHash("sha256").update(`${seed} ${key}`).digest("hex"),
    entries,
  }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return { groups: ranked.map(({ entries }) => entries), unreadable: [] };
}

/** Oldest first; rows of one moment stay together. */
function byTime(pool: readonly Entry[], by: string | undefined): Ranked {
  const groups = new Map<number, Entry[]>();
  const unreadable: number[] = [];
  for (const entry of pool) {
    const time = momentOf(by === undefined ? undefined : columnValue(entry.row, by));
    if (time === null) {
      unreadable.push(entry.item.source.row);
      continue;
    }
    const entries = groups.get(time);
    if (entries) entries.push(entry);
    else groups.set(time, [entry]);
  }
  const ranked = [...groups].sort(([a], [b]) => a - b);
  return { groups: ranked.map(([, entries]) => entries), unreadable };
}

const isoDate = /^\d{4}-\d{2}(-\d{2})?([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?$/;
const hasZone = /(Z|[+-]\d{2}:?\d{2}|GMT|UTC)$/;

/**
 * A number as it is, or a date in ISO 8601 or in a mail's form (`Fri, 1 Feb 2002 10:00:00 +0100`), as milliseconds.
 * Null: neither. A date without a zone is taken as UTC, so that every machine divides alike.
 */
export function momentOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return null;
  const text = value.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  const slashed = text.replace(/^(\d{4})[/.](\d{2})[/.](\d{2})/, "$1-$2-$3");
  if (isoDate.test(slashed)) {
    const iso = slashed.replace(" ", "T").replace(" ", "");
    const moment = Date.parse(iso.includes("T") && !hasZone.test(iso) ? `${iso}Z` : iso);
    return Number.isNaN(moment) ? null : moment;
  }
  if (!/^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} .*([+-]\d{4}|GMT|UTC)/.test(text)) return null;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : moment;
}
