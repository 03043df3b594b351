import { shareOf } from "../../src/protocol/outlook.ts";
import type { StageStatus } from "../../src/protocol/run-state.ts";
import { Icon } from "../ui/icon.tsx";
import { Progress } from "../ui/progress.tsx";
import { Prose } from "../ui/prose.tsx";
import type { Part } from "./part.ts";
import { stageCount, stageDetail, stageIcon, stageTitle, stateOf } from "./stage-model.ts";

export function StageList(part: Part) {
  return (
    <section class="card" aria-labelledby="stages">
      <h2 id="stages">{part.say("stages")}</h2>
      <ol class="stages">
        {part.state.run.stages.map((stage) => (
          <Stage key={stage.id} stage={stage} {...part} />
        ))}
      </ol>
    </section>
  );
}

function Stage({ stage, state, say, send }: Part & { stage: StageStatus }) {
  const now = stateOf(stage, state.run);
  const title = stageTitle(stage, say);
  const error = state.text.errors[stage.id];
  const notes = state.text.notes[stage.id] ?? [];
  return (
    <li class={`stage ${now}`}>
      <Icon name={stageIcon[now]} label={say(`stage-${now}`)} spin={now === "running"} />
      <div class="stage-body">
        <div class="stage-line">
          <span class="stage-title">{title}</span>
          {now === "finished" || now === "reused" ? (
            <button
              type="button"
              class="quiet-button"
              aria-label={say("artifact-of", title)}
              onClick={() => send({ type: "reveal-artifact", stage: stage.id })}
            >
              {say("artifact")}
            </button>
          ) : null}
          <span class="faint figures">{stageDetail(stage, state.run, say, state.language)}</span>
        </div>
        {now === "running" ? (
          <>
            <Progress share={shareOf(stage)} label={say("stage-progress", title)} />
            <span class="faint figures">{stageCount(stage, say)}</span>
          </>
        ) : null}
        {error === undefined ? null : <Note level="error" text={error} />}
        {notes.map((note, index) => (
          <Note key={`${index}-${note}`} level={stage.notes[index]?.level ?? "info"} text={note} />
        ))}
      </div>
    </li>
  );
}

function Note({ level, text }: { level: "error" | "warning" | "info"; text: string }) {
  return (
    <p class={`stage-note ${level}`}>
      {level === "info" ? null : <Icon name={level === "error" ? "cross" : "warning"} />}
      <span>
        <Prose text={text} />
      </span>
    </p>
  );
}
