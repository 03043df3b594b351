import { useEffect, useRef, useState } from "preact/hooks";
import type { ExperimentsView } from "../../src/protocol/panels/experiments.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { ColumnMenu } from "./column-menu.tsx";
import type { Part } from "./part.ts";

/** Typing is answered when it pauses: each answer sorts and filters everything. */
const PAUSE_MS = 150;

export function Toolbar({ state, say, send, selection, setSelection }: Part) {
  const change = (next: Partial<ExperimentsView>) => send({ type: "view", view: { ...state.view, ...next } });
  const chosen = [...selection.values()].map(({ root, run }) => ({ root, run }));
  const [first, second, ...more] = chosen;
  return (
    <header class="toolbar">
      <div class="tools">
        <Search
          value={state.view.search}
          label={say("search")}
          hint={say("search-hint")}
          onChange={(search) => change({ search })}
        />
        <Checkbox
          label={say("differences")}
          checked={state.view.only_differences}
          onChange={(only_differences) => change({ only_differences })}
        />
        <Checkbox label={say("archived")} checked={state.view.archived} onChange={(archived) => change({ archived })} />
        <ColumnMenu state={state} say={say} onChange={change} />
      </div>
      <div class="tools">
        <span class="faint figures" aria-hidden="true">
          {say("rows", state.total, state.all)}
          {state.reading ? ` · ${say("reading")}` : ""}
          {chosen.length > 0 ? ` · ${say("selected", chosen.length)}` : ""}
        </span>
        <Button
          disabled={!first || !second || more.length > 0}
          onPress={() => {
            if (first && second) send({ type: "diff", runs: [first, second] });
          }}
        >
          {say("diff")}
        </Button>
        <Button
          disabled={chosen.length === 0}
          onPress={() => {
            send({ type: "compare", runs: chosen });
            setSelection(new Map());
          }}
        >
          {say("compare")}
        </Button>
        <Button onPress={() => send({ type: "copy", format: "csv" })}>{say("copy-csv")}</Button>
        <Button onPress={() => send({ type: "copy", format: "markdown" })}>{say("copy-markdown")}</Button>
      </div>
    </header>
  );
}

interface SearchProps {
  value: string;
  label: string;
  hint: string;
  onChange: (value: string) => void;
}

function Search({ value, label, hint, onChange }: SearchProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  // What another part changed (Show All) is taken over; what is being typed is not overwritten by its own echo.
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      onChange(typed);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <input
      type="search"
      class="search"
      aria-label={label}
      placeholder={hint}
      value={typed}
      onInput={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
