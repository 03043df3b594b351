import { points } from "../../evaluation/numbers.ts";
import { UNKNOWN } from "../../protocol/format.ts";
import type { JudgeFacts } from "../../protocol/judging.ts";
import type { Words } from "../words.ts";
import type { Section, SectionOf } from "./section.ts";

/** How consistent judges were, what they like beside the rubric, and whether people agree. */
export const judgesSection: SectionOf = ({ verdict }, words): Section | null => {
  const { judges = [] } = verdict;
  if (judges.length === 0) return null;
  const { phrase } = words;
  const header = [
    phrase("judges-metric"),
    phrase("candidate"),
    phrase("judges-judged"),
    phrase("judges-failed"),
    phrase("judges-consistent"),
    phrase("judges-wins"),
    phrase("judges-place"),
    phrase("judges-length"),
    phrase("judges-kappa"),
  ];
  return {
    title: phrase("judges"),
    findings: [...findings(judges, words)],
    tables: [{ caption: phrase("judges-table"), header, rows: judges.map(row), numbers: 2 }],
    notes: [phrase("judges-note")],
  };
};

function* findings(judges: readonly JudgeFacts[], { phrase }: Words): Iterable<string> {
  for (const { judge, candidate, against, consistency } of judges) {
    if (!consistency || against === null) continue;
    const params = { judge, candidate, against, share: points(consistency.share), n: consistency.n };
    yield phrase("judges-swapped", params);
  }
  const checked = judges.filter(({ agreement }) => agreement !== null && agreement.kappa !== null);
  for (const { judge, metric, candidate, agreement } of checked) {
    const { kappa, low, high, n } = agreement!;
    const params = { judge, metric, candidate, kappa: two(kappa!), low: two(low), high: two(high), n };
    yield phrase("judges-agree", params);
  }
  const seen = new Set(checked.map(({ metric }) => metric));
  for (const { judge, metric } of judges) {
    if (seen.has(metric)) continue;
    seen.add(metric);
    yield phrase("judges-unchecked", { judge, metric });
  }
}

function row({
  metric,
  candidate,
  judged,
  failures,
  consistency,
  wins,
  position,
  length,
  agreement,
}: JudgeFacts): string[] {
  const failed = failures.reduce((sum, { answers }) => sum + answers, 0);
  const range = ({ low, high }: { low: number; high: number }) => `(${two(low)} … ${two(high)})`;
  return [
    metric,
    candidate,
    String(judged),
    String(failed),
    consistency ? points(consistency.share) : UNKNOWN,
    wins ? `${wins.own}, ${wins.tie}, ${wins.other}` : UNKNOWN,
    position ? `${position.first}, ${position.second}` : UNKNOWN,
    length.value === null ? UNKNOWN : `${two(length.value)} ${range(length)}`,
    agreement && agreement.kappa !== null ? `${two(agreement.kappa)} ${range(agreement)}` : UNKNOWN,
  ];
}

function two(value: number): string {
  return value.toFixed(2);
}
