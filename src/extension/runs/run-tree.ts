import type { Params } from "../../protocol/messages.ts";
import type { Grouping } from "../../runs/index/query.ts";
import type { TreeNode } from "../tree-node.ts";
import { runStateWord, unmarked } from "../words.ts";
import type { Drawing } from "./drawing.ts";
import type { ListedRun } from "./run-history.ts";
import { runItem } from "./run-items.ts";
import { leaf } from "./stage-items.ts";
import type { RunRef, ShownRun } from "./tracked-run.ts";

/** Rows below one row: more of them nobody reads, and the editor draws every one. The rest is below the last row. */
export const PAGE = 200;

export interface RunTreeInput {
  /** What is left by the search, newest first. */
  runs: readonly ListedRun[];
  /** The same runs in groups; null: one list. */
  groups: { by: Exclude<Grouping, "none">; list: readonly { value: string; members: readonly ListedRun[] }[] } | null;
  /** What was searched for, where nothing was found. */
  searched: string | null;
  find: (ref: RunRef) => ShownRun | null;
  load: (ref: RunRef) => Promise<ShownRun | null>;
}

/** The Runs view. Ids depend on the runs and the grouping alone, so the view is in the same place after a reload. */
export function runTree(input: RunTreeInput, host: Drawing): TreeNode[] {
  const drawing = { ...host, textOf: (code: string, params: Params) => unmarked(host.textOf(code, params)) };
  const { t } = drawing;
  if (input.runs.length === 0 && input.searched !== null) {
    const label = t("No run fits the search: {0}", input.searched);
    const row = leaf("nothing-found", label, { id: "search-stop" }, "nothing-found", t("Click to show all runs."));
    return [{ ...row, click: "deepextension.clearSearch" }];
  }
  if (!input.groups) return page(input.runs, 0, "", input, drawing);
  const { by, list } = input.groups;
  return list.map(({ value, members }, index) => {
    const label = groupLabel(by, value, drawing);
    // By variant a run stands in several groups, and a row's id has to be its own.
    const prefix = by === "variant" ? `variant/${value}/` : "";
    return {
      id: `group/${by}/${value}`,
      label,
      description: String(members.length),
      icon: { id: groupIcons[by] },
      context: "run-group",
      spoken: t("{0}, runs: {1}", label, members.length),
      expanded: index === 0,
      children: page(members, 0, prefix, input, drawing, index === 0),
    };
  });
}

const groupIcons = { file: "file", variant: "symbol-enum", state: "pulse", day: "calendar" } as const;

function page(
  runs: readonly ListedRun[],
  from: number,
  prefix: string,
  input: RunTreeInput,
  drawing: Drawing,
  first = true,
): TreeNode[] {
  const { t } = drawing;
  const rows = runs.slice(from, from + PAGE).map((listed, index) =>
    runItem(
      listed,
      {
        shown: input.find(listed),
        load: () => input.load(listed),
        expanded: first && from === 0 && index === 0,
        prefix,
      },
      drawing,
    ),
  );
  const rest = runs.length - from - rows.length;
  if (rest <= 0) return rows;
  const label = t("Show {0} older runs", rest);
  const older = leaf(`${prefix}older/${from + PAGE}`, label, { id: "ellipsis" }, "older", label);
  return [...rows, { ...older, lazy: async () => page(runs, from + PAGE, prefix, input, drawing) }];
}

function groupLabel(by: Exclude<Grouping, "none">, value: string, { t, day }: Drawing): string {
  if (by === "state") return runStateWord(value as Parameters<typeof runStateWord>[0], t);
  if (by === "day") return value === "" ? t("no date") : day(value);
  if (value === "") return by === "variant" ? t("without a matrix") : t("no run file");
  return value;
}
