import type { Verdict } from "../../src/protocol/comparison.ts";
import { Icon } from "../ui/icon.tsx";
import { Prose } from "../ui/prose.tsx";
import type { Part } from "./part.ts";
import { candidateRows, goodIcon } from "./verdict-model.ts";

/** Why each candidate is good enough or not, in sentences: there for those who ask. */
export function Reasons({ verdict, state, say }: Part & { verdict: Verdict }) {
  const rows = candidateRows(verdict, state.text.gates, say).filter(({ gates }) => gates.length > 0);
  if (rows.length === 0) return null;
  return (
    <details class="reasons">
      <summary>{say("why")}</summary>
      <ul>
        {rows.flatMap((row) =>
          row.gates.map((gate) => (
            <li key={`${row.name} ${gate.metric}`} class={`mark ${gate.good}`}>
              <Icon name={goodIcon[gate.good]} label={say(gate.good)} />
              <span>
                <Prose text={gate.reason} />
              </span>
            </li>
          )),
        )}
      </ul>
    </details>
  );
}
