import { nearest } from "../../spec/near.ts";
import { type Arguments, parseArguments, UsageError } from "../arguments.ts";
import type { Command } from "../command.ts";
import { command as add } from "./models/add.ts";
import { command as directory } from "./models/directory.ts";
import { command as fetch } from "./models/fetch.ts";
import { command as found } from "./models/found.ts";
import { command as inspect } from "./models/inspect.ts";
import { command as list } from "./models/list.ts";
import { command as remove } from "./models/remove.ts";
import { command as verify } from "./models/verify.ts";

const actions: readonly Command[] = [list, found, directory, add, inspect, remove, verify, fetch];

export const command: Command = {
  name: "models",
  summary: {
    en: "List the models this machine knows, those of other programs, and those one could use; add, inspect, remove, verify or fetch one.",
    "zh-cn": "列出本机已知的模型、其他程序的模型和可选用的模型；添加、检查、移除、校验或获取模型。",
  },
  operands: "[ACTION …]",
  count: [0, 2],
  actions,
  options: add.options,
  examples: ["models", "models add ~/models/my-model.Q4_K_M.gguf", "models inspect my-model.gguf --json"],
  async run(args, io) {
    const [word = "list", ...operands] = args.operands;
    const action = actions.find(({ name }) => name === `models ${word}`);
    if (!action) throw unknownAction(word);
    return action.run(narrowed(action, args, operands), io);
  },
};

function unknownAction(word: string): UsageError {
  const names = actions.map(({ name }) => name.replace("models ", ""));
  const near = nearest(word, names)[0];
  return new UsageError("command-unknown", {
    command: `models ${word}`,
    ...(near !== undefined && { near: `models ${near}` }),
  });
}

/** The arguments as the action sees them, its own word gone, their number checked against what it takes. */
function narrowed(action: Command, args: Arguments, operands: readonly string[]): Arguments {
  return { ...args, operands: parseArguments(action, ["--", ...operands]).operands };
}
