import type { RunHead } from "./run-row.ts";

/** What a run is called: the name it was given, else its run file's. */
export function titleOf(head: Pick<RunHead, "name" | "spec_name">): string {
  return head.name ?? head.spec_name;
}
