import { type Problem, problem } from "../protocol/problem.ts";
import type { RunSpec } from "../spec/schema.ts";
import { type Division, takeShare } from "./divide.ts";
import { columnProblems } from "./exchanges.ts";
import type { Entry } from "./items.ts";
import { listRows } from "./rows.ts";

export const splitNames = ["train", "validation", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** One split as the run file defines it. */
export interface SplitPlan {
  name: SplitName;
  /** The file as written, or the split that rows are taken out of. */
  source: { file: string } | { split: "train" | "test" };
  /** Null: the whole file. */
  division: Division | null;
}

/** Test first, so that it does not depend on how the rest is divided; training gets what is left. */
const takingOrder: readonly SplitName[] = ["test", "validation", "train"];

/** What `data` says about splits, and what is impossible about it. `sameFile` compares two names as paths. */
export function planSplits(
  data: RunSpec["data"],
  sameFile: (a: string, b: string) => boolean,
): { plans: SplitPlan[]; problems: Problem[] } {
  const plans = takingOrder.flatMap((name): SplitPlan[] => {
    const defined = data[name];
    if (defined === undefined) return [];
    if (typeof defined === "string") return [{ name, source: { file: defined }, division: null }];
    const { from, ...division } = defined;
    const isSplit = from === "train" || from === "test";
    return [{ name, source: isSplit ? { split: from } : { file: from }, division }];
  });
  const problems = plans.flatMap((plan) => sourceProblems(plan, plans));
  if (problems.length === 0) problems.push(...overlapProblems(plans, sameFile));
  return { plans, problems };
}

function sourceProblems({ name, source, division }: SplitPlan, plans: readonly SplitPlan[]): Problem[] {
  const path = `data.${name}`;
  const problems: Problem[] = [];
  if (division?.order === "time" && division.by === undefined) {
    problems.push(problem("split-time-without-column", { path, split: name }));
  }
  if (!("split" in source)) return problems;
  if (source.split === name) problems.push(problem("split-from-itself", { path, split: name }));
  const other = plans.find((plan) => plan.name === source.split);
  if (!other) problems.push(problem("split-from-missing", { path, split: name, from: source.split }));
  else if (name === "train" && "split" in other.source && other.source.split === name && source.split !== name) {
    problems.push(problem("split-in-circle", { path, split: name, from: source.split }));
  }
  return problems;
}

/** Shares of one source that cannot all be had, and files that two splits both want whole. */
function overlapProblems(plans: readonly SplitPlan[], sameFile: (a: string, b: string) => boolean): Problem[] {
  const isSame = (a: SplitPlan["source"], b: SplitPlan["source"]) =>
    "file" in a ? "file" in b && sameFile(a.file, b.file) : "split" in b && a.split === b.split;
  return plans.flatMap((plan, index) => {
    const sharers = plans.filter((other) => isSame(plan.source, other.source));
    if (sharers[0] !== plan || plans.indexOf(plan) !== index) return [];
    const sum = shareSum(sharers);
    const ofSplit = "split" in plan.source;
    if (sharers.length < 2 && !ofSplit) return [];
    const from = "file" in plan.source ? plan.source.file : plan.source.split;
    const names = sharers.map(({ name }) => name).join(", ");
    const path = `data.${sharers[0]!.name}`;
    const params = { path, from, splits: names, sum: Number(sum.toFixed(3)) };
    if (sharers.some(({ division }) => division === null)) return [problem("split-same-file", params)];
    // A split that rows are taken out of must keep some; a file may be used up.
    if (sum > 1 + epsilon || (ofSplit && sum > 1 - epsilon)) return [problem("split-overlap", params)];
    const [first] = sharers;
    const differs = sharers.some(
      ({ division }) => division?.by !== first?.division?.by || division?.order !== first?.division?.order,
    );
    return differs ? [problem("split-rules-differ", params)] : [];
  });
}

/** Shares are decimal fractions; their sum in binary is off by less than this. */
const epsilon = 1e-9;

function shareSum(plans: readonly SplitPlan[]): number {
  return plans.reduce((sum, { division }) => sum + (division?.share ?? 1), 0);
}

/**
 * Divides the entries of the files over the splits.
 * @param entriesOf all entries of a file, by its name as written; the same array for the same file
 */
export function divide(
  plans: readonly SplitPlan[],
  entriesOf: (file: string) => readonly Entry[],
  problemFile: (file: string) => string,
): { splits: Record<SplitName, Entry[]>; problems: Problem[] } {
  const splits: Partial<Record<SplitName, Entry[]>> = {};
  const problems: Problem[] = [];
  const pools = new Map<readonly Entry[], Entry[]>();
  const sizes = new Map<SplitName, number>();

  const takeFrom = (
    plan: SplitPlan,
    pool: readonly Entry[],
    of: number,
    sharers: readonly SplitPlan[],
    file: string,
  ) => {
    const { name, division } = plan;
    if (!division) return { taken: [...pool], left: [] as Entry[] };
    if (division.by !== undefined) {
      const rows = pool.map(({ item, row }) => ({ row: item.source.row, value: row }));
      problems.push(...columnProblems(`data.${name}.by`, division.by, rows, file));
    }
    const isLast = sharers.at(-1) === plan;
    const everything = isLast && "file" in plan.source && shareSum(sharers) > 1 - epsilon;
    const taken = takeShare(pool, division, { from: name === "train" ? "low" : "high", of, everything });
    if (taken.unreadable.length > 0) {
      const params = {
        file,
        column: division.by ?? "",
        count: taken.unreadable.length,
        rows: listRows(taken.unreadable),
      };
      problems.push(
        problem("split-time-unreadable", params, { file, row: taken.unreadable[0]!, column: params.column }),
      );
    }
    problems.push(...shareProblems(name, taken.taken.length, of, division));
    return taken;
  };

  for (const plan of plans) {
    if (!("file" in plan.source)) continue;
    const all = entriesOf(plan.source.file);
    const file = problemFile(plan.source.file);
    const sharers = plans.filter(({ source }) => "file" in source && entriesOf(source.file) === all);
    const { taken, left } = takeFrom(plan, pools.get(all) ?? all, all.length, sharers, file);
    pools.set(all, left);
    splits[plan.name] = taken;
    sizes.set(plan.name, taken.length);
  }
  // A split may be taken out of one that is itself taken out of another; circles were refused, so two rounds do.
  for (const plan of [...plans, ...plans]) {
    const { source, name } = plan;
    if (!("split" in source) || splits[name] || !splits[source.split]) continue;
    const pool = splits[source.split]!;
    const sharers = plans.filter((other) => "split" in other.source && other.source.split === source.split);
    const file = problemFile(pool[0]?.item.source.file ?? "");
    const { taken, left } = takeFrom(plan, pool, sizes.get(source.split)!, sharers, file);
    splits[source.split] = left;
    splits[name] = taken;
    sizes.set(name, taken.length);
  }
  return {
    splits: { train: splits.train ?? [], validation: splits.validation ?? [], test: splits.test ?? [] },
    problems,
  };
}

/** Whole groups can miss the share that was asked for; said when it is by more than a tenth of it. */
function shareProblems(split: SplitName, taken: number, of: number, { share, by }: Division): Problem[] {
  const wanted = share * of;
  if (by === undefined || taken === 0 || Math.abs(taken - wanted) <= Math.max(1, wanted / 10)) return [];
  const params = { path: `data.${split}`, split, by, rows: taken, of, asked: Math.round(wanted) };
  return [problem("split-share-missed", params, { severity: "info" })];
}
