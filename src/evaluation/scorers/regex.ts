import { problem } from "../../protocol/problem.ts";
import { runLimited } from "../time-limit.ts";
import { type Scorer, yes } from "./scorer.ts";
import { textOf } from "./text.ts";

/**
 * The pattern is found in the answer (anchor it with `^` and `$` for the whole). An answer on which it takes longer than
 * the limit is wrong, and counted in a warning.
 */
export function regex(pattern: string): Scorer {
  return (cases, { warn }) => {
    const expression = new RegExp(pattern, "u");
    const found = cases.map(() => 0);
    let slow = 0;
    const work = (index: number) => {
      const text = textOf(cases[index]!.answer);
      found[index] = yes(text !== null && expression.test(text));
    };
    runLimited(cases.length, work, () => {
      slow += 1;
    });
    if (slow > 0) warn(problem("regex-too-slow", { pattern, count: slow }, { severity: "warning" }));
    return { regex: found };
  };
}
