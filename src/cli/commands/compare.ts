import { type CompareRequest, compareSources } from "../../core.ts";
import type { ItemChange } from "../../protocol/item-changes.ts";
import { CodedError } from "../../protocol/problem.ts";
import type { Arguments } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { writeProblems } from "../problems.ts";
import { comparisonText } from "../verdict-text.ts";
import { workspaceFor } from "../workspace.ts";

const itemFilters = ["regressed", "fixed", "changed", "same", "all"] as const;
const changesOf: Readonly<Record<(typeof itemFilters)[number], readonly ItemChange[]>> = {
  regressed: ["regressed"],
  fixed: ["fixed"],
  changed: ["regressed", "fixed"],
  same: ["same"],
  all: [],
};
/** Enough to read on a terminal. */
const defaultLimit = 20;

export const command: Command = {
  name: "compare",
  summary: {
    en: "Compare what runs or score files measured, on the same items. Files of promptfoo, lm-evaluation-harness and inspect_ai are read as well.",
    "zh-cn":
      "在相同条目上比较多个运行或分数文件的结果。也可读取 promptfoo、lm-evaluation-harness 和 inspect_ai 的文件。",
  },
  operands: "RUN|SCORES…",
  count: [1, Number.POSITIVE_INFINITY],
  options: {
    baseline: {
      value: "NAME",
      about: {
        en: "What the others are measured against. Left out: the first.",
        "zh-cn": "比较的基准。省略时为第一个。",
      },
    },
    metric: {
      value: "NAME",
      about: {
        en: "What is compared. Left out: the run's primary metric.",
        "zh-cn": "比较的指标。省略时为运行的主要指标。",
      },
    },
    margin: {
      value: "SHARE",
      about: {
        en: "Largest loss that is tolerable: 0.05 is five points.",
        "zh-cn": "可容忍的最大损失：0.05 即五个百分点。",
      },
    },
    confidence: {
      value: "SHARE",
      about: { en: "Confidence of the intervals. Left out: 0.95.", "zh-cn": "区间的置信度。省略时为 0.95。" },
    },
    slice: {
      value: "COLUMN,…",
      about: {
        en: "Compare by the values of these columns as well: those that the run file names in `evaluate.slices`.",
        "zh-cn": "同时按这些列的取值比较：即运行文件 `evaluate.slices` 中列出的列。",
      },
    },
    items: {
      value: "WHICH",
      choices: itemFilters,
      about: {
        en: "List what became of single items against the baseline, with both answers: those that regressed, were fixed, changed at all, stayed the same, or all.",
        "zh-cn": "列出各条数据相对基准的变化及双方的回答：变差的、变好的、有变化的、相同的，或全部。",
      },
    },
    of: {
      value: "NAME",
      about: {
        en: "The candidate whose items are listed. Left out: the only one beside the baseline.",
        "zh-cn": "列出哪个候选的条目。省略时为基准以外唯一的候选。",
      },
    },
    limit: {
      value: "COUNT",
      about: { en: "Most items to list. Left out: 20.", "zh-cn": "最多列出的条数。省略时为 20。" },
    },
    intersect: {
      about: {
        en: "Compare only items that all have. Otherwise a missing item counts as a failure.",
        "zh-cn": "只比较各方都有的条目。否则缺失的条目计为失败。",
      },
    },
  },
  examples: [
    "compare latest",
    "compare base.jsonl tuned.jsonl --baseline base --metric exact --margin 0.05",
    "compare latest --items regressed --of q4_k_m",
    "compare latest --slice language",
    "compare promptfoo-results.json --metric pass",
  ],
  async run(args, io) {
    const given = {
      metric: args.text("metric"),
      baseline: args.text("baseline"),
      margin: args.number("margin", { above: 0, below: 1 }),
      confidence: args.number("confidence", { above: 0.5, below: 1 }),
    };
    const slices = args
      .text("slice")
      ?.split(",")
      .map((column) => column.trim());
    const request: CompareRequest = {
      workspace: await workspaceFor(args),
      sources: args.operands,
      intersect: args.flag("intersect"),
      ...(slices ? { slices } : {}),
      ...itemsWanted(args),
      ...(Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      ) as Partial<CompareRequest>),
    };
    const { comparison, problems } = await compareSources(request);
    const [first, ...rest] = problems;
    // Without a comparison the first problem is the error, and is shown as such.
    writeProblems(comparison ? problems : rest, io.err, io);
    if (!comparison) throw new CodedError(first?.code ?? "internal-error", first?.params ?? {});
    if (io.json) io.out.line(JSON.stringify(comparison, null, 2));
    else for (const line of comparisonText(comparison, io)) io.out.line(line);
    return exitCode.fine;
  },
};

/** `--of` alone asks for what changed: naming a candidate without wanting its items would be a mistake. */
function itemsWanted(args: Arguments): Pick<CompareRequest, "items"> {
  const of = args.text("of");
  const filter = itemFilters.find((name) => name === args.text("items")) ?? (of === undefined ? null : "changed");
  if (filter === null) return {};
  const limit = args.number("limit", { above: 0, below: Number.POSITIVE_INFINITY }) ?? defaultLimit;
  return { items: { changes: changesOf[filter], limit: Math.floor(limit), ...(of === undefined ? {} : { of }) } };
}
