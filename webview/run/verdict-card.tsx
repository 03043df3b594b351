import { useState } from "preact/hooks";
import type { Verdict } from "../../src/protocol/comparison.ts";
import { formatShare } from "../../src/protocol/format.ts";
import { Icon } from "../ui/icon.tsx";
import { Prose } from "../ui/prose.tsx";
import { Select } from "../ui/select.tsx";
import { CandidateTable } from "./candidate-table.tsx";
import { DifferenceTable } from "./difference-table.tsx";
import type { Part } from "./part.ts";
import { Reasons } from "./reasons.tsx";

type VerdictPart = Part & { verdict: Verdict };

/** What the run comes to: the sentence first, then what it rests on. */
export function VerdictCard(part: VerdictPart) {
  const { verdict, state, say } = part;
  const asked = verdict.candidates.some(({ gates }) => gates.length > 0);
  const tone = verdict.chosen !== null ? "good" : asked ? "open" : "plain";
  return (
    <section class={`card verdict ${tone}`} aria-labelledby="verdict">
      <h2 id="verdict">{say("verdict")}</h2>
      <p class="sentence">
        <Icon name={tone === "good" ? "check" : tone === "open" ? "question" : "info"} />
        <span>
          <Prose text={state.text.verdict ?? verdict.sentence} />
        </span>
      </p>
      <CandidateTable {...part} />
      <Reasons {...part} />
      <Differences {...part} />
      {state.text.verdict_notes.length === 0 ? null : (
        <ul class="notes faint">
          {state.text.verdict_notes.map((note) => (
            <li key={note}>
              <Prose text={note} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Differences({ verdict, state, say }: VerdictPart) {
  const [metric, setMetric] = useState(verdict.primary);
  const comparison = verdict.comparisons.find((each) => each.metric === metric) ?? verdict.comparisons[0];
  if (!comparison || comparison.pairs.length === 0) return null;
  const names = verdict.comparisons.map((each) => ({
    value: each.metric,
    label: each.metric === verdict.primary ? `${each.metric} (${say("primary-metric")})` : each.metric,
  }));
  return (
    <>
      <div class="card-head">
        <h3>{say("differences")}</h3>
        {names.length > 1 ? (
          <Select label={say("metric")} value={comparison.metric} options={names} onChange={setMetric} />
        ) : null}
      </div>
      <DifferenceTable
        comparison={comparison}
        sentences={state.text.pairs[comparison.metric] ?? []}
        caption={say("differences-caption", comparison.metric, formatShare(comparison.confidence, 0))}
        say={say}
      />
    </>
  );
}
