import type { ReadonlySignal } from "@preact/signals";
import { outlookOf } from "../../src/protocol/outlook.ts";
import type { RunPanelMessage } from "../../src/protocol/panels/run.ts";
import { Announce } from "../ui/announce.tsx";
import { sayIn } from "../ui/catalogue.ts";
import { Icon } from "../ui/icon.tsx";
import { Prose } from "../ui/prose.tsx";
import { CurveCard } from "./curve-card.tsx";
import { trainStages } from "./curve-model.ts";
import { Facts } from "./facts.tsx";
import type { Part, Send } from "./part.ts";
import { RunHeader } from "./run-header.tsx";
import { StageList } from "./stage-list.tsx";
import { stageTitle } from "./stage-model.ts";
import { texts } from "./text.ts";
import { VerdictCard } from "./verdict-card.tsx";

export function RunPanel({ message, send }: { message: ReadonlySignal<RunPanelMessage | null>; send: Send }) {
  const current = message.value;
  if (current === null) return <Quiet text={sayIn(texts, "en")("loading")} spin />;
  const say = sayIn(texts, current.language);
  if (current.type === "unavailable") return <Quiet text={current.reason} />;
  if (current.run.last_seq === 0) return <Quiet text={say("loading")} spin />;
  return <Run state={current} say={say} send={send} />;
}

function Quiet({ text, spin = false }: { text: string; spin?: boolean }) {
  return (
    <main class="quiet">
      <Icon name={spin ? "arc" : "info"} spin={spin} />
      <p role="status">{text}</p>
    </main>
  );
}

function Run(part: Part) {
  const { run, text } = part.state;
  const problem = text.error ?? (run.state === "interrupted" ? part.say("interruptedHelp") : null);
  return (
    <main class="page">
      <Announce text={announcement(part)} />
      <RunHeader {...part} />
      {problem === null ? null : (
        <div class={run.state === "failed" ? "banner error" : "banner warning"} role="alert">
          <Icon name={run.state === "failed" ? "cross" : "warning"} />
          <p>
            <Prose text={problem} />
          </p>
        </div>
      )}
      {run.verdict ? <VerdictCard {...part} verdict={run.verdict} /> : null}
      <Facts {...part} />
      <div class={trainStages(run).length > 0 ? "columns" : "column"}>
        {trainStages(run).length > 0 ? <CurveCard {...part} /> : null}
        <StageList {...part} />
      </div>
    </main>
  );
}

/** Changes with stages and states only: what is worth interrupting a listener for. */
function announcement({ state: { run, text }, say }: Part): string {
  const { active } = outlookOf(run);
  if (active) return say("said-running", run.name, stageTitle(active, say));
  const rest = text.verdict ?? text.error;
  return say("said-over", run.name, rest === null ? say(run.state) : `${say(run.state)}. ${rest}`);
}
