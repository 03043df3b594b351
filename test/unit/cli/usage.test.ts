import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { commands } from "../../../src/cli/commands.ts";
import { cliMessages } from "../../../src/cli/messages.ts";
import { cliErrorSchema } from "../../../src/protocol/cli.ts";
import { allCodes } from "../../../src/text/text.ts";
import { cli } from "./cli.ts";

describe("help", () => {
  for (const command of commands) {
    test(`${command.name} --help`, async () => {
      const { code, stdout, stderr } = await cli([command.name, "--help"]);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.ok(stdout.includes(command.summary.en));
      for (const option of [...Object.keys(command.options), "json", "workspace", "lang"]) {
        assert.ok(stdout.includes(`--${option}`), option);
      }
    });
  }

  test("the program's own lists all commands", async () => {
    const { code, stdout } = await cli(["--help"]);
    assert.equal(code, 0);
    for (const { name } of commands) assert.match(stdout, new RegExp(`^ {2}${name}\\b`, "m"));
  });

  test("without a command the help is on stderr, and that is wrong usage", async () => {
    const { code, stdout, stderr } = await cli([]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /Usage: deepextension/);
  });

  test("in Chinese where the system is, or where it is asked for", async () => {
    assert.match((await cli(["--help"], { env: { LANG: "zh_CN.UTF-8" } })).stdout, /用法/);
    assert.match((await cli(["check", "--help", "--lang", "zh-cn"])).stdout, /检查/);
    assert.match((await cli(["--help"], { env: { LANG: "zh_CN.UTF-8", LC_ALL: "de_DE.UTF-8" } })).stdout, /Usage/);
  });
});

describe("wrong usage: exit code 2, the nearest name, the way to the help", () => {
  const cases: [what: string, args: string[], code: string, text: RegExp][] = [
    ["a misspelt command", ["chek", "a.run.yaml"], "command-unknown", /Did you mean `check`\?/],
    ["a command that is like none", ["frobnicate"], "command-unknown", /deepextension --help/],
    ["a misspelt option", ["check", "--jsno", "a"], "option-unknown", /Did you mean `--json`\?/],
    ["an unknown short option", ["list", "-x"], "option-unknown", /`-x`/],
    ["a value for a flag", ["list", "--json=yes"], "option-takes-no-value", /--json/],
    ["an option without its value", ["list", "--workspace"], "option-needs-value", /--workspace DIR/],
    ["a format that there is not", ["report", "x", "--format", "pdf"], "option-not-choice", /html, md, csv, json/],
    ["a language that there is not", ["list", "--lang", "zh"], "option-not-choice", /en, zh-cn/],
    ["no file", ["check"], "operand-missing", /needs FILE…/],
    ["a file too many", ["plan", "a", "b"], "operand-extra", /`b`/],
    ["a number that is none", ["compare", "a.jsonl", "b.jsonl", "--margin", "five"], "option-not-number", /`five`/],
    ["an empty number", ["compare", "a.jsonl", "b.jsonl", "--margin="], "option-needs-value", /--margin/],
    ["a share of five", ["compare", "a.jsonl", "b.jsonl", "--margin", "5"], "option-not-number", /below 1/],
    ["a misspelt action", ["models", "inpect", "a"], "command-unknown", /Did you mean `models inspect`\?/],
    ["an action without its file", ["models", "inspect"], "operand-missing", /models inspect/],
    ["an action with a file too many", ["models", "verify", "a", "b"], "operand-extra", /`b`/],
  ];
  for (const [what, args, code, text] of cases) {
    test(what, async () => {
      const result = await cli(args);
      assert.deepEqual([result.code, result.stdout], [2, ""]);
      assert.match(result.stderr, text);
      assert.ok(result.stderr.includes(`(${code})`), result.stderr);
    });
  }

  test("with --json it is JSON too", async () => {
    const { code, stdout } = await cli(["check", "--json"], { env: { LANG: "zh_CN.UTF-8" } });
    const { error } = cliErrorSchema.parse(JSON.parse(stdout));
    assert.deepEqual([code, error.code], [2, "operand-missing"]);
    assert.match(error.message, /needs FILE/, "English, whatever the system speaks");
  });
});

test("--version", async () => {
  const { code, stdout } = await cli(["--version"]);
  assert.equal(code, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test("every text is used", () => {
  const folder = fileURLToPath(new URL("../../../src/cli", import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const source = files
    .filter((name) => name.endsWith(".ts") && name !== "messages.ts")
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("\n");
  // Severities and states of runs and stages are said by their own names.
  const byName = [
    "error",
    "warning",
    "info",
    "running",
    "succeeded",
    "failed",
    "cancelled",
    "interrupted",
    "waiting",
    "finished",
  ];
  const unused = Object.keys(cliMessages).filter((code) => !source.includes(`"${code}"`) && !byName.includes(code));
  assert.deepEqual(unused, []);
});

test("both languages of a text have the same places, and no code is defined in two folders", () => {
  const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [code, { en, "zh-cn": chinese }] of Object.entries(cliMessages)) {
    assert.deepEqual(places(chinese), places(en), code);
  }
  const others = new Set(allCodes());
  const errors = Object.keys(cliMessages).filter((code) => code.includes("-") && others.has(code));
  assert.deepEqual(errors, []);
});
