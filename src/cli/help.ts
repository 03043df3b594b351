import type { Command } from "./command.ts";
import type { Io } from "./io.ts";
import { commonOptions, type OptionSpec } from "./options.ts";
import { table } from "./table.ts";

/** The program's help: what it is for, and its commands. */
export function generalHelp(commands: readonly Command[], io: Io): string {
  return [
    io.t("about"),
    "",
    `${io.t("usage")}: deepextension COMMAND …`,
    "",
    `${io.t("commands")}:`,
    ...commandRows(commands, io),
    "",
    `${io.t("options")}:`,
    ...optionRows(commonOptions, io),
    "",
    io.t("exit-codes"),
  ].join("\n");
}

export function commandHelp(command: Command, io: Io): string {
  const { name, operands, summary, options, examples = [], actions = [] } = command;
  const lines = [
    summary[io.language],
    "",
    `${io.t("usage")}: ${["deepextension", name, operands, "[OPTIONS]"].filter(Boolean).join(" ")}`,
    "",
    ...(actions.length > 0 ? [`${io.t("commands")}:`, ...commandRows(actions, io), ""] : []),
    `${io.t("options")}:`,
    ...optionRows({ ...options, ...commonOptions }, io),
  ];
  if (examples.length > 0)
    lines.push("", `${io.t("examples")}:`, ...examples.map((example) => `  deepextension ${example}`));
  return lines.join("\n");
}

function commandRows(commands: readonly Command[], io: Io): string[] {
  return table(
    commands.map(({ name, operands, summary }) => [`  ${name} ${operands}`.trimEnd(), summary[io.language]]),
  );
}

function optionRows(options: Readonly<Record<string, OptionSpec>>, io: Io): string[] {
  const rows = Object.entries(options).map(([name, { short, value, choices, about }]) => {
    const written = `${short ? `-${short}, ` : "    "}--${name}${value ? ` ${value}` : ""}`;
    const accepted = choices ? ` (${io.t("accepted", { choices: choices.join(", ") })})` : "";
    return [`  ${written}`, `${about[io.language]}${accepted}`];
  });
  return table(rows);
}
