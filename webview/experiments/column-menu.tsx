import type { ExperimentsMessage, ExperimentsView } from "../../src/protocol/panels/experiments.ts";
import { columnTitle } from "./cells.ts";
import type { SayTable } from "./text.ts";

interface ColumnMenuProps {
  state: ExperimentsMessage;
  say: SayTable;
  onChange: (next: Partial<ExperimentsView>) => void;
}

/** Which columns are there. The run's name is always, or rows would be nameless. */
export function ColumnMenu({ state, say, onChange }: ColumnMenuProps) {
  const { hidden } = state.view;
  const choices = state.columns.filter(({ id }) => id !== "run:name");
  const toggle = (id: string) =>
    onChange({ hidden: hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id] });
  return (
    <details class="menu">
      <summary>{say("columns")}</summary>
      <div class="menu-body">
        {choices.map(({ id }) => (
          <label key={id} title={id}>
            <input type="checkbox" checked={!hidden.includes(id)} onChange={() => toggle(id)} />
            {columnTitle(id, say)}
          </label>
        ))}
        <button type="button" onClick={() => onChange({ hidden: [], only_differences: false })}>
          {say("all-columns")}
        </button>
      </div>
    </details>
  );
}
