import type { ReadonlySignal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { ExperimentsMessage } from "../../src/protocol/panels/experiments.ts";
import { Announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { sayIn } from "../ui/catalogue.ts";
import type { Selection, Send } from "./part.ts";
import { ExperimentTable } from "./table.tsx";
import { texts } from "./text.ts";
import { Toolbar } from "./toolbar.tsx";

export function Experiments({ message, send }: { message: ReadonlySignal<ExperimentsMessage | null>; send: Send }) {
  const state = message.value;
  const [selection, setSelection] = useState<Selection>(new Map());
  if (state === null) {
    return (
      <main class="quiet">
        <p role="status">{sayIn(texts, "en")("loading")}</p>
      </main>
    );
  }
  const say = sayIn(texts, state.language);
  const part = { state, say, send, selection, setSelection };
  const everything = () => send({ type: "view", view: { ...state.view, search: "", archived: true } });
  return (
    <main class="experiments">
      <h1 class="spoken">{say("title")}</h1>
      <Announce text={say("rows", state.total, state.all)} />
      <Toolbar {...part} />
      {state.total > 0 ? (
        <ExperimentTable {...part} />
      ) : (
        <div class="quiet">
          <p role="status">{state.all === 0 ? say(state.reading ? "loading" : "none") : say("none-found")}</p>
          {state.all === 0 ? null : <Button onPress={everything}>{say("show-all")}</Button>}
        </div>
      )}
    </main>
  );
}
