import type { Verdict } from "../../src/protocol/comparison.ts";
import { Icon } from "../ui/icon.tsx";
import { Interval } from "../ui/interval.tsx";
import type { Part } from "./part.ts";
import type { SayRun } from "./text.ts";
import { type CandidateRow, candidateRows, goodIcon } from "./verdict-model.ts";

/** Candidates × metrics. */
export function CandidateTable({ verdict, state, say }: Part & { verdict: Verdict }) {
  const caption = say("candidates", verdict.items);
  const rows = candidateRows(verdict, state.text.gates, say);
  const asked = rows.some(({ gates }) => gates.length > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section class="wide" tabIndex={0} aria-label={caption}>
      <table class="candidates">
        <caption class="faint">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say("candidate")}</th>
            {asked ? <th scope="col">{say("good-enough")}</th> : null}
            <th scope="col" class="number">
              {say("size")}
            </th>
            {verdict.comparisons.map(({ metric }) => (
              <th scope="col" class="metric" key={metric}>
                {metric}
              </th>
            ))}
            <th scope="col" class="number">
              {say("memory")}
            </th>
            <th scope="col" class="number">
              {say("speed")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.name} row={row} asked={asked} say={say} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, asked, say }: { row: CandidateRow; asked: boolean; say: SayRun }) {
  return (
    <tr class={row.chosen ? "chosen" : ""}>
      <th scope="row">
        <span class="candidate">{row.name}</span>
        {row.chosen ? <span class="tag">{say("chosen")}</span> : null}
        <span class="faint block">{row.role}</span>
      </th>
      {asked ? <GoodEnough row={row} say={say} /> : null}
      <td class="number figures">{row.size}</td>
      {row.cells.map((cell, index) => (
        <td class="metric" key={String(index)}>
          {cell === null ? (
            <span class="faint">–</span>
          ) : (
            <>
              <span class="figures strong">{cell.text}</span>
              <Interval {...cell} label={cell.spoken} />
              <span class="faint figures block" aria-hidden="true">
                {cell.range}
              </span>
            </>
          )}
        </td>
      ))}
      <td class="number figures">{row.memory}</td>
      <td class="number figures">{row.speed}</td>
    </tr>
  );
}

/** The whole, and each line of what was asked. */
function GoodEnough({ row, say }: { row: CandidateRow; say: SayRun }) {
  return (
    <td>
      {row.good === null ? (
        <span class="faint">–</span>
      ) : (
        <span class={`mark strong ${row.good}`}>
          <Icon name={goodIcon[row.good]} />
          {say(row.good)}
        </span>
      )}
      {row.gates.map((gate) => (
        <span class={`mark small faint ${gate.good}`} key={gate.metric}>
          <Icon name={goodIcon[gate.good]} label={say(gate.good)} />
          {gate.metric}
        </span>
      ))}
    </td>
  );
}
