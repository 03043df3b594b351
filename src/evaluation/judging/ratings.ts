import { z } from "zod";
import { type Problem, problem } from "../../protocol/problem.ts";

/** What a person said of an answer, or of two. */
export const ratingSchema = z
  .object({
    id: z.string().min(1),
    /** Whose answer was rated: a candidate by its name. */
    candidate: z.string().optional(),
    /** Or the answer itself: then the rating counts for every candidate that gives this very answer. */
    answer: z.string().optional(),
    score: z.number().optional(),
    /** The better candidate's name, or `tie`. */
    winner: z.string().optional(),
    /** Whom `candidate` was compared with; left out: the one that the judge compares with. */
    against: z.string().optional(),
  })
  .refine(({ score, winner }) => (score === undefined) !== (winner === undefined), { path: ["score"] });
export type Rating = z.infer<typeof ratingSchema>;

/** Reads a file of ratings, a JSON object a line. A line that is none is a problem and is left out; never throws. */
export function readRatings(text: string, file: string): { ratings: Rating[]; problems: Problem[] } {
  const ratings: Rating[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "") continue;
    const parsed = ratingSchema.safeParse(parse(line));
    if (parsed.success) ratings.push(parsed.data);
    else if (problems.length < 20) problems.push(problem("rating-unreadable", { row: index + 1, file }));
  }
  if (ratings.length === 0 && problems.length === 0) problems.push(problem("ratings-empty", { file }));
  return { ratings, problems };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // no rating, which is what the caller says of it
  }
}
