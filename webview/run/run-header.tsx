import { formatEstimate, formatShare } from "../../src/protocol/format.ts";
import { outlookOf } from "../../src/protocol/outlook.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Progress } from "../ui/progress.tsx";
import { runStateIcon } from "../ui/run-state-icon.ts";
import type { Part } from "./part.ts";
import { stageTitle } from "./stage-model.ts";

export function RunHeader(part: Part) {
  const { state, say } = part;
  const { run, language } = state;
  const started = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <header class="header">
      <div class="heading">
        <div class="title">
          <h1>{run.name}</h1>
          <span class={`pill ${run.state}`}>
            <Icon name={runStateIcon[run.state]} spin={run.state === "running"} />
            {say(run.state)}
          </span>
        </div>
        <p class="faint">
          {run.file} · {say("started", started.format(new Date(run.started_at)))} · <code>{run.run.slice(-8)}</code>
        </p>
      </div>
      <Actions {...part} />
      {run.state === "running" ? <Overall {...part} /> : null}
    </header>
  );
}

function Actions({ state, say, send }: Part) {
  const { run, can_stop, can_resume } = state;
  return (
    <div class="actions">
      {run.verdict ? (
        <Button primary onPress={() => send({ type: "open-report" })}>
          {say("report")}
        </Button>
      ) : null}
      {can_stop ? <Button onPress={() => send({ type: "stop" })}>{say("stop")}</Button> : null}
      {can_resume ? (
        <Button primary={!run.verdict} onPress={() => send({ type: "resume" })}>
          {say("resume")}
        </Button>
      ) : null}
      <Button onPress={() => send({ type: "open-run-file" })}>{say("file")}</Button>
      <Button onPress={() => send({ type: "open-log" })}>{say("log")}</Button>
    </div>
  );
}

function Overall({ state: { run, language }, say }: Part) {
  const { share, seconds_left, active } = outlookOf(run);
  return (
    <div class="overall">
      <Progress share={share} label={say("progress")} />
      <p class="faint">
        <span>{active ? stageTitle(active, say) : ""}</span>
        <span class="figures">
          {formatShare(share, 0)}
          {seconds_left === null ? "" : ` · ${say("left", formatEstimate(seconds_left, language))}`}
        </span>
      </p>
    </div>
  );
}
