import { readAnnotations, resolveRun } from "../../../core.ts";
import { type Command, exitCode } from "../../command.ts";
import { workspaceFor } from "../../workspace.ts";
import { annotate } from "./annotate.ts";

export const command: Command = {
  name: "note",
  summary: {
    en: "Write a note about a run in place of an earlier one; without a text, print it.",
    "zh-cn": "为运行写备注，替换之前的备注；不带文字时显示备注。",
  },
  operands: "RUN [TEXT]",
  count: [1, 2],
  options: {},
  examples: ['note latest "good on mails, bad on replies"', "note latest"],
  async run(args, io) {
    const [reference = "", note] = args.operands;
    if (note !== undefined) return annotate(args, io, [reference], { note });
    const workspace = await workspaceFor(args);
    const run = await resolveRun(workspace, reference);
    const annotations = await readAnnotations(workspace.runFolder(run));
    if (io.json) io.out.line(JSON.stringify([{ run, ...annotations }], null, 2));
    else if (annotations.note !== "") io.out.line(annotations.note);
    return exitCode.fine;
  },
};
