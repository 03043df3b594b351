import type { Comparison } from "../../src/protocol/comparison.ts";
import { Interval } from "../ui/interval.tsx";
import { Prose } from "../ui/prose.tsx";
import type { SayRun } from "./text.ts";
import { differenceRows } from "./verdict-model.ts";

export interface DifferenceTableProps {
  comparison: Comparison;
  sentences: readonly string[];
  caption: string;
  say: SayRun;
}

/** Pairs with their difference, its interval around zero, and what that means in words. */
export function DifferenceTable({ comparison, sentences, caption, say }: DifferenceTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section class="wide" tabIndex={0} aria-label={caption}>
      <table class="differences">
        <caption class="faint">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say("compared")}</th>
            <th scope="col">
              {say("difference")} <span class="faint">({say("axis")})</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {differenceRows(comparison, sentences).map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <span class="candidate">{row.b}</span>
                <span class="faint block">{say("against", row.a)}</span>
              </th>
              <td>
                <div class="difference">
                  <div class="forest">
                    <span class="figures strong">{row.text}</span> <span class="faint figures">{row.range}</span>
                    <Interval
                      {...row}
                      zero={50}
                      limit={row.margin}
                      label={`${say("points", row.text)}, ${row.range}`}
                    />
                  </div>
                  <p class="meaning">
                    <Prose text={row.sentence} />
                  </p>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
