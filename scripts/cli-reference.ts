import type { Command } from "../src/cli/command.ts";
import { commands } from "../src/cli/commands.ts";
import { commonOptions, type OptionSpec } from "../src/cli/options.ts";
import { cliShapes } from "../src/protocol/cli.ts";
import { shapeText, sharedShapes } from "./shape-text.ts";

/** `docs/cli.md`: every command with its options, and the JSON that each prints, out of the code that does it. */
export function cliReference(): string {
  return [
    "# The command line",
    "",
    "This page is generated from the commands and from the schemas of `src/protocol/cli.ts` (`npm run generate`).",
    "",
    "`bin/deepextension` runs it from a clone, after `npm run setup`.",
    "What a panel of the extension can do, a command can do.",
    "",
    "- Results go to stdout, progress and messages to stderr.",
    "- With `--json` stdout holds JSON in English and nothing else; changes to its shapes only add.",
    "- A workspace is the run file's folder (for commands without one, the current folder) upward to `.deepextension` or the Git root, or `--workspace DIR`.",
    "- RUN is a run's id, its beginning (four characters or more), its name, or `latest`.",
    "",
    "## Exit codes",
    "",
    "| code | meaning |",
    "|---|---|",
    "| 0 | fine |",
    "| 1 | the check or the run failed; with `run --gate`, nothing is good enough |",
    "| 2 | wrong usage |",
    "| 130 | cancelled: Ctrl-C, SIGTERM, or the end of the program that started it (a closed IPC channel). A second Ctrl-C ends it at once |",
    "",
    "## Options of every command",
    "",
    ...optionTable(commonOptions),
    "",
    "## Environment",
    "",
    "| variable | meaning |",
    "|---|---|",
    "| `DEEPEXTENSION_CACHE` | Folder of fetched models and of notes about added ones. Left out: the system's folder for caches. |",
    "| `HF_ENDPOINT` | A mirror of the Hugging Face hub, for `hf:…` models. |",
    "| `USE_MODELSCOPE_HUB` | `1`: `hf:…` models come from ModelScope's repositories of that name. |",
    "| `MODELSCOPE_DOMAIN` | Another address of ModelScope than modelscope.cn. |",
    "| `LC_ALL`, `LC_MESSAGES`, `LANG` | The language of texts: Chinese where it begins with `zh`, else English. |",
    "| `NO_COLOR` | Any value: no colours. |",
    "| `DEEPEXTENSION_DEBUG` | Any value: errors come with their stacks. |",
    "",
    ...commands.flatMap((command) => section(command)),
    "## JSON shapes",
    "",
    "`?` after a name: it may be absent. `T[]`: a list. `{ [name]: T }`: a map.",
    "",
    ...Object.entries(cliShapes).flatMap(([title, schema]) => [
      `### \`${title}\``,
      "",
      "```ts",
      shapeText(schema),
      "```",
      "",
    ]),
    "### Shared parts",
    "",
    "```ts",
    sharedShapes(),
    "```",
    "",
  ].join("\n");
}

function section(command: Command, level = "##"): string[] {
  const { name, operands, summary, options, examples = [], actions = [] } = command;
  const own = Object.keys(options).length > 0 ? [...optionTable(options), ""] : [];
  const shown =
    examples.length > 0 ? ["```sh", ...examples.map((example) => `deepextension ${example}`), "```", ""] : [];
  return [
    `${level} \`${`${name} ${operands}`.trim()}\``,
    "",
    summary.en,
    "",
    ...own,
    ...shown,
    ...actions.flatMap((action) => section({ ...action, options: {} }, `${level}#`)),
  ];
}

function optionTable(options: Readonly<Record<string, OptionSpec>>): string[] {
  const rows = Object.entries(options).map(([name, { short, value, choices, about }]) => {
    const written = [short && `\`-${short}\``, `\`--${name}${value ? ` ${value}` : ""}\``].filter(Boolean).join(", ");
    const accepted = choices ? ` One of ${choices.map((choice) => `\`${choice}\``).join(", ")}.` : "";
    return `| ${written} | ${about.en}${accepted} |`;
  });
  return ["| option | meaning |", "|---|---|", ...rows];
}
