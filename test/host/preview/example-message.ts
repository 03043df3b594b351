import { runPanelState } from "../../../src/extension/panels/run-panel-state.ts";
import { english } from "../../../src/extension/translate.ts";
import type { Language } from "../../../src/protocol/messages.ts";
import type { RunPanelState } from "../../../src/protocol/panels/run.ts";
import { textOf } from "../../../src/text/text.ts";
import { type ExampleOptions, exampleState } from "../../unit/extension/example-run.ts";

/** What the host would send for the example run. */
export function exampleMessage(options: ExampleOptions = {}, language: Language = "en"): RunPanelState {
  const state = exampleState(options);
  return runPanelState({ root: "/workspace", run: state.run, state, damage: null }, state.state === "running", {
    t: english,
    language,
    textOf: (code, params) => textOf(code, params, language),
    when: (iso) => iso,
    day: (date) => date,
  });
}
