import type { RunHead } from "../../protocol/run-row.ts";
import { titleOf } from "../../protocol/title.ts";

/** What a person looks for among runs, understood. */
export interface RunQuery {
  /** Lower case; all must occur somewhere in what is known of a run. */
  words: readonly string[];
  tags: readonly string[];
  states: readonly string[];
  /** Whether archived runs count. */
  archived: boolean;
}

/** `mail #best state:failed`: words, tags by `#`, states by `state:`. Whatever else is written is a word. */
export function parseQuery(text: string, archived = false): RunQuery {
  const words: string[] = [];
  const tags: string[] = [];
  const states: string[] = [];
  for (const part of text.split(/\s+/).filter((each) => each !== "")) {
    if (part.length > 1 && part.startsWith("#")) tags.push(part.slice(1));
    else if (/^state:./.test(part)) states.push(part.slice("state:".length));
    else words.push(part.toLowerCase());
  }
  return { words, tags, states, archived };
}

export function matches(head: RunHead, { words, tags, states, archived }: RunQuery): boolean {
  if (head.archived && !archived) return false;
  if (!tags.every((tag) => head.tags.includes(tag))) return false;
  if (states.length > 0 && !states.includes(head.state)) return false;
  if (words.length === 0) return true;
  const said = searchText(head);
  return words.every((word) => said.includes(word));
}

/** Heads are immutable, so their text is made once: typing into a search box asks all of them at every key. */
const texts = new WeakMap<RunHead, string>();

function searchText(head: RunHead): string {
  let text = texts.get(head);
  if (text === undefined) {
    const parts = [titleOf(head), head.spec_name, head.file, head.run, head.note, head.sentence ?? ""];
    text = [...parts, ...head.tags, ...head.variants].join("\n").toLowerCase();
    texts.set(head, text);
  }
  return text;
}

export const groupings = ["none", "file", "variant", "state", "day"] as const;
export type Grouping = (typeof groupings)[number];

export interface RunGroup<T> {
  /** The file, the variant, the state, or the day as `2026-11-24`. */
  value: string;
  members: T[];
}

/**
 * Runs in groups, the group with the newest run first and each newest first, as the runs come in. By variant a run stands
 * in the group of each of its variants. Days are the reader's own.
 */
export function groupRuns<T extends { head: RunHead }>(
  runs: readonly T[],
  by: Exclude<Grouping, "none">,
): RunGroup<T>[] {
  const groups = new Map<string, RunGroup<T>>();
  for (const run of runs) {
    for (const value of valuesOf(run.head, by)) {
      const group = groups.get(value);
      if (group) group.members.push(run);
      else groups.set(value, { value, members: [run] });
    }
  }
  return [...groups.values()];
}

function valuesOf(head: RunHead, by: Exclude<Grouping, "none">): readonly string[] {
  switch (by) {
    case "file":
      return [head.file];
    case "variant":
      return head.variants.length > 0 ? head.variants : [""];
    case "state":
      return [head.state];
    case "day":
      return [dayOf(head.started_at)];
  }
}

function dayOf(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
