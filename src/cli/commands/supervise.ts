import path from "node:path";
import { superviseRun } from "../../core.ts";
import { UsageError } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { codeOf } from "../run-end.ts";

/**
 * The process that owns a detached run. `run --detach` starts it and nobody else has a use for it, so it is in no help.
 * It writes to files only: the run's log, and, if the program itself fails, its own stderr, which is a file too.
 */
export const command: Command = {
  name: "supervise",
  summary: { en: "Own a detached run.", "zh-cn": "负责一个后台运行。" },
  operands: "[FILE]",
  count: [0, 1],
  options: {
    run: { value: "ID", about: { en: "The run's id.", "zh-cn": "运行的 id。" } },
    resume: { about: { en: "Go on with it.", "zh-cn": "继续该运行。" } },
    parallel: { value: "N", about: { en: "As in `run`.", "zh-cn": "同 `run`。" } },
    runtime: { value: "DIR", about: { en: "Where this copy lies.", "zh-cn": "此副本的位置。" } },
  },
  async run(args, io) {
    const root = args.text("workspace");
    const run = args.text("run");
    if (root === undefined || run === undefined)
      throw new UsageError("operand-missing", { command: "supervise", operands: "--run ID --workspace DIR" });
    const [file] = args.operands;
    const state = await superviseRun({
      root,
      run,
      file: args.flag("resume") || file === undefined ? null : path.resolve(file),
      parallel: args.number("parallel", { above: 0 }),
      runtime: args.text("runtime"),
      signal: io.signal,
      say(word) {
        // Whoever started us may be gone, and is not needed: both sides part after this.
        if (process.connected) process.send?.(word, () => process.connected && process.disconnect());
      },
    });
    return state ? codeOf(state, false) : exitCode.failed;
  },
};
