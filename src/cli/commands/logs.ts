import { resolveRun } from "../../core.ts";
import { type Command, exitCode } from "../command.ts";
import { eventText } from "../event-text.ts";
import { followRun } from "../follow-run.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "logs",
  summary: { en: "Print the events of a run.", "zh-cn": "输出运行的事件。" },
  operands: "RUN",
  count: [1, 1],
  options: {
    follow: { short: "f", about: { en: "Go on until the run is over.", "zh-cn": "持续输出直到运行结束。" } },
  },
  examples: ["logs latest -f", "logs latest --json"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const run = await resolveRun(workspace, args.operands[0] ?? "");
    const following = {
      workspace,
      run,
      follow: args.flag("follow"),
      /** With --json the line as it is: a newer version's events are passed on too. */
      onLine(line: string, event: () => Parameters<typeof eventText>[0] | null) {
        if (io.json) return io.out.line(line);
        const known = event();
        io.out.line(known ? eventText(known, io) : io.out.paint("dim", `${" ".repeat(8)}?  ${line.slice(0, 200)}`));
      },
    };
    await followRun(following, io);
    return exitCode.fine;
  },
};
