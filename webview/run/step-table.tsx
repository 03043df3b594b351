import type { StageStatus } from "../../src/protocol/run-state.ts";
import { lossText } from "./facts-model.ts";
import type { SayRun } from "./text.ts";

/** Enough to read; a table of thousands of rows is what the log is for. */
const SHOWN_STEPS = 200;

/** The curve as numbers. */
export function StepTable({ stage, say }: { stage: StageStatus; say: SayRun }) {
  const evaluated = new Map(stage.evaluations.map(({ step, loss }) => [step, loss]));
  const rows = stage.steps.slice(-SHOWN_STEPS).reverse();
  // Steps are numbered from 1; of a long training those between were left out on the way here.
  const all = stage.steps.at(-1)?.step ?? 0;
  const cut = all > rows.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section class="scroll" tabIndex={0} aria-label={say("table-caption")}>
      <table class="numbers">
        <caption class={cut ? "faint" : "spoken"}>
          {cut ? say("table-cut", rows.length, all) : say("table-caption")}
        </caption>
        <thead>
          <tr>
            <th scope="col">{say("step")}</th>
            <th scope="col">{say("curve-train")}</th>
            <th scope="col">{say("curve-validation")}</th>
            <th scope="col">{say("learning-rate")}</th>
            <th scope="col">{say("grad-norm")}</th>
            <th scope="col">{say("tokens")}</th>
            <th scope="col">{say("seconds")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((point) => (
            <tr key={point.step}>
              <th scope="row">{point.step}</th>
              <td>{lossText(point.loss)}</td>
              <td>{evaluated.has(point.step) ? lossText(evaluated.get(point.step) ?? null) : ""}</td>
              <td>{point.learning_rate.toExponential(2)}</td>
              <td>{lossText(point.grad_norm)}</td>
              <td>{point.tokens}</td>
              <td>{point.seconds.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
