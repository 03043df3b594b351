import { deviceQueue, listQueue, type Move, matchRun, moveInQueue, type QueueEntry } from "../../core.ts";
import type { QueueReport } from "../../protocol/cli.ts";
import { UsageError } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import type { Io } from "../io.ts";
import { shortRun } from "../plan-text.ts";
import { clipped, table } from "../table.ts";

const moves: readonly string[] = ["up", "down", "first"];

export const command: Command = {
  name: "queue",
  summary: {
    en: "Show the runs of this machine that are going on or waiting, or change who is next.",
    "zh-cn": "显示本机进行中和等待中的运行，或调整先后顺序。",
  },
  operands: "[move RUN up|down|first]",
  count: [0, 3],
  options: {},
  examples: ["queue", "queue move 0199a1b2 first"],
  async run(args, io) {
    const [word, reference, move] = args.operands;
    const queue = deviceQueue();
    let entries = await listQueue(queue);
    if (word !== undefined) {
      if (word !== "move" || reference === undefined || move === undefined)
        throw new UsageError("operand-missing", { command: "queue", operands: "move RUN up|down|first" });
      if (!moves.includes(move)) throw new UsageError("queue-move-unknown", { move });
      entries = await moveInQueue(queue, waiting(entries, reference), move as Move);
    }
    const report: QueueReport = {
      device: queue.device,
      runs: entries.map(({ run, name, file, root, state, position, pid }) => ({
        run,
        name,
        file,
        workspace: root,
        state,
        position,
        pid,
      })),
    };
    if (io.json) io.out.line(JSON.stringify(report, null, 2));
    else show(report, io);
    return exitCode.fine;
  },
};

/** The run of the queue that the beginning of an id means: runs of other workspaces are in it too. */
function waiting(entries: readonly QueueEntry[], reference: string): string {
  const runs = entries.map(({ run }) => run);
  return matchRun(runs, reference) ?? reference;
}

function show({ runs }: QueueReport, io: Io): void {
  if (runs.length === 0) {
    io.out.line(io.t("queue-empty"));
    return;
  }
  const head = [io.t("queue-position"), io.t("run"), io.t("name"), io.t("state"), io.t("workspace")];
  const rows = runs.map(({ position, run, name, state, workspace }) => [
    position === null ? "" : String(position),
    shortRun(run),
    name,
    io.t(state),
    workspace,
  ]);
  const [header = "", ...lines] = table([head, ...rows]);
  io.out.line(io.out.paint("dim", header));
  for (const line of lines) io.out.line(io.out.isTty ? clipped(line, io.out.columns()) : line);
}
