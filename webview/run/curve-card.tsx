import { useState } from "preact/hooks";
import type { StageStatus } from "../../src/protocol/run-state.ts";
import { Chart, type Line } from "../ui/chart.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Select } from "../ui/select.tsx";
import { curveOf, endsOf, shownTraining, trainStages } from "./curve-model.ts";
import { lossText } from "./facts-model.ts";
import type { Part } from "./part.ts";
import { stageTitle } from "./stage-model.ts";
import { StepTable } from "./step-table.tsx";

/** The loss, live. Where a run trains several variants, one of them at a time. */
export function CurveCard(part: Part) {
  const { state, say } = part;
  const [table, setTable] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const stages = trainStages(state.run);
  const stage = stages.find(({ id }) => id === chosen) ?? shownTraining(stages);
  if (!stage) return null;
  return (
    <section class="card" aria-labelledby="curve">
      <div class="card-head">
        <h2 id="curve">{say("curve")}</h2>
        {stages.length > 1 ? (
          <Select
            label={say("which")}
            value={stage.id}
            options={stages.map((each) => ({ value: each.id, label: stageTitle(each, say) }))}
            onChange={setChosen}
          />
        ) : null}
        {stage.steps.length > 0 ? <Checkbox label={say("as-table")} checked={table} onChange={setTable} /> : null}
      </div>
      <CurveBody {...part} stage={stage} table={table} />
    </section>
  );
}

function CurveBody({ stage, table, say }: Part & { stage: StageStatus; table: boolean }) {
  if (stage.steps.length === 0) {
    const reused = stage.state === "reused" && stage.reused_from !== null;
    return <p class="empty">{reused ? say("curve-reused", stage.reused_from!.slice(-8)) : say("curve-empty")}</p>;
  }
  if (table) return <StepTable stage={stage} say={say} />;
  const curve = curveOf(stage);
  const { first, last } = endsOf(stage.steps);
  const validation = endsOf(stage.evaluations).last;
  const train: Line = { label: say("curve-train"), y: curve.train };
  const judged: Line = { label: say("curve-validation"), y: curve.validation, marks: true };
  return (
    <Chart
      x={curve.x}
      lines={stage.evaluations.length > 0 ? [train, judged] : [train]}
      xLabel={say("step")}
      summary={say("curve-summary", stage.steps.length, lossText(first), lossText(last), lossText(validation))}
    />
  );
}
