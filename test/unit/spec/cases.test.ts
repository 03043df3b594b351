import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { renderProblem } from "../../../src/text/text.ts";

const folder = path.join(import.meta.dirname, "../../data/spec");

/** `4:2-4:14 unknown-key => learning_rate`: range, code (with `!` where it is only a warning), and what each fix would write. */
export function describeProblems(text: string): string[] {
  return parseRunFile(text).problems.map(({ range, code, severity, suggestions }) => {
    assert.ok(range, `${code} has no range`);
    const place = [range.start, range.end].map(({ line, character }) => `${line}:${character}`).join("-");
    const fixes = suggestions.flatMap(({ edit, title }) => (edit ? [JSON.stringify(edit.new_text)] : [`(${title})`]));
    const fix = fixes.length > 0 ? ` => ${fixes.join(" or ")}` : "";
    return `${place} ${code}${severity === "error" ? "" : ` (${severity})`}${fix}`;
  });
}

for (const name of readdirSync(folder).filter((file) => file.endsWith(".yaml"))) {
  test(name, () => {
    const [text, expected = ""] = readFileSync(path.join(folder, name), "utf8").split("# expect:\n");
    const wanted = expected
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.replace(/^# /, ""));
    assert.deepEqual(describeProblems(text!), wanted);
    // Each problem can be told in both languages, with nothing left open.
    for (const problem of parseRunFile(text!).problems) {
      for (const language of ["en", "zh-cn"] as const) {
        const { message } = renderProblem(problem, language);
        assert.doesNotMatch(
          message,
          /\[\[|\]\]|(?<!\{)\{(?!\{)\w+\}(?!\})/,
          `${problem.code} in ${language}: ${message}`,
        );
        assert.ok(!message.startsWith(problem.code), `${problem.code} has no text`);
      }
    }
  });
}
