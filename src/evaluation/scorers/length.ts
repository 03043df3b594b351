import type { ScorerParameters } from "../../spec/schema-scorers.ts";
import { type Scorer, yes } from "./scorer.ts";
import { textOf } from "./text.ts";

/** The answer has as many characters (Unicode code points) as it may have, white space around it aside. */
export function length({ at_least, at_most }: ScorerParameters<"length">): Scorer {
  return (cases) => ({
    length: cases.map(({ answer }) => {
      const text = textOf(answer);
      if (text === null) return 0;
      const characters = [...text.trim()].length;
      return yes(characters >= at_least && characters <= at_most);
    }),
  });
}
