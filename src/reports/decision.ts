import { grouped, points } from "../evaluation/numbers.ts";
import type { CandidateResult, Saying, Verdict } from "../protocol/comparison.ts";
import { candidateOf, featured, primaryOf, type ReportInput, untested, whyNot } from "./facts.ts";
import { looksText } from "./sections/looks.ts";
import type { Words } from "./words.ts";

/** Lines of the first page that every format says: who came second, what would change the answer, what to know. */

/**
 * Who would be taken if the chosen one could not: the smallest other candidate that is good enough, else the one with the
 * highest mean. Null without a choice, or without another candidate.
 */
export function runnerUp(verdict: Verdict): CandidateResult | null {
  if (verdict.chosen === null) return null;
  const others = verdict.candidates.filter(({ name }) => name !== verdict.chosen);
  const good = others.filter(({ good_enough, size_bytes }) => good_enough === true && size_bytes !== null);
  if (good.length > 0) return good.reduce((least, one) => (one.size_bytes! < least.size_bytes! ? one : least));
  const mean = (name: string) => primaryOf(verdict).variants.find((one) => one.name === name)!.mean;
  return others.length === 0 ? null : others.reduce((most, one) => (mean(one.name) > mean(most.name) ? one : most));
}

export function runnerUpText(verdict: Verdict, { phrase, said, fileSize }: Words): string | null {
  const second = runnerUp(verdict);
  if (!second) return null;
  const { mean } = primaryOf(verdict).variants.find(({ name }) => name === second.name)!;
  const reason = whyNot(verdict, second);
  const params = {
    candidate: second.name,
    size: fileSize(second.size_bytes),
    mean: points(mean),
    metric: verdict.primary,
    reason: reason === null ? "" : "phrase" in reason ? phrase(reason.phrase) : said(reason),
  };
  return phrase("runner-up", params).trim();
}

/** Smaller candidates than the chosen one whose lines are not decided; more of them than a page has room for are not told. */
const mostOpen = 3;

/** What would have to be otherwise for another answer: how far the claim carries, and who might yet be good enough. */
export function changesTexts(verdict: Verdict, words: Words): string[] {
  const { phrase } = words;
  const about = featured(verdict);
  const texts =
    verdict.chosen === null ? [] : about.gates.flatMap((gate) => carriesText(gate, about.name, words) ?? []);
  for (const candidate of openAndSmaller(verdict).slice(0, mostOpen)) {
    const gate = candidate.gates.find(({ holds }) => holds === null)!;
    const needed = gate.saying.params.needed;
    const params = { candidate: candidate.name, size: words.fileSize(candidate.size_bytes), metric: gate.metric };
    texts.push(phrase("changes-open", needed === undefined ? params : { ...params, needed }));
  }
  const seen = detectableOf(verdict);
  if (seen) texts.push(phrase("changes-detectable", { ...seen, items: grouped(verdict.items) }));
  return texts;
}

/** The tightest limit for which the claim would still hold. */
function carriesText(
  { kind, metric, bound, holds, against }: CandidateResult["gates"][number],
  candidate: string,
  { phrase }: Words,
): string | null {
  if (holds !== true || against === candidate) return null;
  if (kind === "floor") return phrase("changes-floor", { candidate, metric, bound: points(bound) });
  return phrase("changes-margin", { candidate, metric, against: against ?? "", loss: points(Math.max(0, -bound)) });
}

function openAndSmaller(verdict: Verdict): CandidateResult[] {
  const limit = verdict.chosen === null ? null : (candidateOf(verdict, verdict.chosen)?.size_bytes ?? null);
  return verdict.candidates.filter(({ good_enough, gates, size_bytes, name }) => {
    const isSmaller = limit === null || (size_bytes !== null && size_bytes < limit);
    return name !== verdict.chosen && good_enough === null && gates.length > 0 && isSmaller;
  });
}

/** The smallest difference that any of the declared comparisons could see. */
function detectableOf(verdict: Verdict): { detectable: string } | null {
  const values = primaryOf(verdict).pairs.flatMap(({ verdict_saying: { params } }) =>
    params.detectable === undefined ? [] : [String(params.detectable)],
  );
  if (values.length === 0) return null;
  return { detectable: values.reduce((least, one) => (Number(one) < Number(least) ? one : least)) };
}

/** What a reader has to know before relying on it: notes, losses elsewhere, looks, and what was not tested. */
export function risksTexts(input: ReportInput, words: Words): string[] {
  const { verdict } = input;
  const { said, phrase } = words;
  const lost = verdict.forgetting?.results.filter(({ holds }) => holds !== true).map(({ saying }) => saying) ?? [];
  const about = featured(verdict).name;
  const slices = verdict.slices?.findings.filter((finding) => isLossOf(finding, about)) ?? [];
  const looks = looksText(input, words);
  return [
    ...[...lost, ...slices, ...verdict.notes].map(said),
    ...(looks === null ? [] : [looks]),
    ...untested(input).map(({ phrase: code, params }) => phrase(code, params)),
  ];
}

/** Other candidates' losses stand in the section on slices. */
function isLossOf({ code, params }: Saying, candidate: string): boolean {
  return code.startsWith("slice-") && code.includes("-worse") && params.b === candidate;
}

/** When the claims were fixed: the comparison's key is the hash of what was asked. Null where nothing was. */
export function fixedText({ run, verdict }: ReportInput, { phrase }: Words): string | null {
  const key = run.stages.find(({ kind }) => kind === "compare")?.key;
  const isAsked = verdict.candidates.some(({ gates }) => gates.length > 0);
  return isAsked && key !== undefined ? phrase("fixed-before", { key: key.slice(0, 12) }) : null;
}
