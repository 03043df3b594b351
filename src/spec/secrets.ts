import { type Problem, problem } from "../protocol/problem.ts";
import type { RunDocument } from "./document.ts";

/** Beginnings that only keys have, each with the length that its maker gives it at least. */
const patterns: readonly [kind: string, RegExp][] = [
  ["OpenAI, Anthropic …", /\bsk-(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{20,}/g],
  ["Hugging Face", /\bhf_[A-Za-z0-9]{20,}/g],
  ["AWS", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ["GitHub", /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,})/g],
  ["Google", /\bAIza[0-9A-Za-z_-]{35}/g],
  ["Slack", /\bxox[abpr]-[0-9A-Za-z-]{20,}/g],
];

/** Secrets typed into the file, comments included: it is under version control and is copied into each run. */
export function secretProblems(document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  for (const [kind, pattern] of patterns) {
    for (const match of document.text.matchAll(pattern)) {
      const range = document.range(match.index, match.index + match[0].length);
      problems.push(problem("secret-in-file", { kind }, { range, severity: "warning" }));
      if (problems.length >= 50) return problems;
    }
  }
  return problems;
}

/** Text without the secrets in it: what a message repeats is shown, logged and pasted elsewhere. */
export function redact(text: string): string {
  return patterns.reduce((shown, [, pattern]) => shown.replace(pattern, (secret) => `${secret.slice(0, 3)}…`), text);
}
