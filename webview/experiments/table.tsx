import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ExperimentColumn, ExperimentRow, ExperimentsView } from "../../src/protocol/panels/experiments.ts";
import { Icon } from "../ui/icon.tsx";
import { runStateIcon } from "../ui/run-state-icon.ts";
import { cellText, columnTitle, isFigure } from "./cells.ts";
import type { Part } from "./part.ts";
import type { SayTable } from "./text.ts";
import { ROW_HEIGHT, windowFor } from "./window.ts";

/** The table. Of thousands of rows those near the screen are drawn; two empty rows stand for the others. */
export function ExperimentTable(part: Part) {
  const { state, say, send, selection, setSelection } = part;
  const { columns, rows, from, total } = state;
  const shown = columns.filter((column) => column.shown);
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  /** The row that the keyboard asked for, until it is drawn. */
  const wanted = useRef<number | null>(null);

  const ask = () => {
    const element = box.current;
    if (!element) return;
    const first = Math.floor(element.scrollTop / ROW_HEIGHT);
    const count = Math.ceil(element.clientHeight / ROW_HEIGHT) + 1;
    const next = windowFor({ first, count }, { from, count: rows.length }, total);
    if (next) send({ type: "window", ...next });
  };
  useEffect(ask, [from, rows.length, total]);

  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(`tr[data-index="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus();
  });

  const move = (to: number) => {
    const index = Math.max(0, Math.min(total - 1, to));
    wanted.current = index;
    setActive(index);
    const element = box.current;
    if (!element) return;
    const top = index * ROW_HEIGHT;
    const visible = element.clientHeight - 2 * ROW_HEIGHT; // the head covers the first
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + visible) element.scrollTop = top - visible;
  };
  const select = (row: ExperimentRow) => {
    const next = new Map(selection);
    if (!next.delete(row.id)) next.set(row.id, { root: row.root, run: row.run });
    setSelection(next);
  };
  const change = (next: Partial<ExperimentsView>) => send({ type: "view", view: { ...state.view, ...next } });
  const pin = (row: ExperimentRow) => {
    const { pinned } = state.view;
    change({ pinned: row.pinned ? pinned.filter((id) => id !== row.id) : [...pinned, row.id] });
  };
  const press = (event: KeyboardEvent, row: ExperimentRow, index: number) => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -total,
      End: total,
    };
    const step = steps[event.key];
    if (step !== undefined) move(index + step);
    else if (event.key === "Enter") send({ type: "open", run: { root: row.root, run: row.run } });
    else if (event.key === " ") select(row);
    else if (event.key === "p") pin(row);
    else return;
    event.preventDefault();
  };
  // One row is in the tab order: the one that the keyboard was at, or the first that is drawn.
  const current = active >= from && active < from + rows.length ? active : from;

  return (
    <div class="scroll" ref={box} onScroll={ask}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are moved among, selected and opened by keys, which is what a grid is
        role="grid"
        aria-label={say("table")}
        aria-describedby="keys"
        aria-rowcount={total + 1}
        aria-multiselectable="true"
      >
        <colgroup>
          <col class="tick" />
          {shown.map(({ id, kind }) => (
            <col key={id} class={id === "run:name" ? "name" : isFigure(kind) ? "figure" : "words"} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <td />
            {shown.map((column) => (
              <Head key={column.id} column={column} view={state.view} say={say} onSort={(sort) => change({ sort })} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={from} columns={shown.length + 1} />
          {rows.map((row, offset) => {
            const index = from + offset;
            const name = String(row.cells[0] ?? "");
            const chosen = selection.has(row.id);
            return (
              <tr
                key={row.id}
                data-index={index}
                aria-rowindex={index + 2}
                aria-selected={chosen}
                tabIndex={index === current ? 0 : -1}
                class={`${chosen ? "chosen" : ""} ${row.archived ? "archived" : ""}`}
                onKeyDown={(event) => press(event, row, index)}
                onDblClick={() => send({ type: "open", run: { root: row.root, run: row.run } })}
                onFocus={() => setActive(index)}
              >
                <td class="tick">
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    aria-label={say("select", name)}
                    checked={chosen}
                    onChange={() => select(row)}
                  />
                  <button
                    type="button"
                    tabIndex={-1}
                    class="pin"
                    aria-pressed={row.pinned}
                    aria-label={say(row.pinned ? "unpin" : "pin", name)}
                    title={say(row.pinned ? "unpin" : "pin", name)}
                    onClick={() => pin(row)}
                  >
                    <Icon name={row.pinned ? "pinned" : "pin"} />
                  </button>
                </td>
                {shown.map((column, place) => (
                  <Value key={column.id} column={column} value={row.cells[place] ?? null} part={part} row={row} />
                ))}
              </tr>
            );
          })}
          <Space rows={total - from - rows.length} columns={shown.length + 1} />
        </tbody>
      </table>
      <p id="keys" class="spoken">
        {say("keys")}
      </p>
    </div>
  );
}

/** Takes the place of rows that are not drawn. */
function Space({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus, and there is nothing to say of it
    <tr class="space" aria-hidden="true">
      <td colSpan={columns} style={{ height: `${rows * ROW_HEIGHT}px` }} />
    </tr>
  );
}

interface HeadProps {
  column: ExperimentColumn;
  view: ExperimentsView;
  say: SayTable;
  onSort: (sort: ExperimentsView["sort"]) => void;
}

/** Pressed once it sorts, twice the other way, a third time not at all. Figures begin with the largest. */
function Head({ column, view, say, onSort }: HeadProps) {
  const title = columnTitle(column.id, say);
  const sorted = view.sort?.column === column.id ? view.sort : null;
  const descendingFirst = isFigure(column.kind) || column.kind === "time";
  const next = !sorted
    ? { column: column.id, descending: descendingFirst }
    : sorted.descending === descendingFirst
      ? { column: column.id, descending: !descendingFirst }
      : null;
  const label = say(next === null ? "sort-none" : next.descending ? "sort-down" : "sort-up", title);
  const way = sorted ? (sorted.descending ? "descending" : "ascending") : "none";
  return (
    <th
      scope="col"
      aria-sort={way}
      class={`${isFigure(column.kind) ? "figure" : ""} ${column.id === "run:name" ? "name" : ""}`}
    >
      <button type="button" title={`${column.id}\n${label}`} onClick={() => onSort(next)}>
        <span class="head-text">{title}</span>
        <span aria-hidden="true">{sorted ? (sorted.descending ? "↓" : "↑") : ""}</span>
        <span class="spoken">{label}</span>
      </button>
    </th>
  );
}

function Value({
  column,
  value,
  part,
  row,
}: {
  column: ExperimentColumn;
  value: ExperimentRow["cells"][number];
  part: Part;
  row: ExperimentRow;
}) {
  const { say, send, state } = part;
  const text = cellText(value, column.kind, say, state.language);
  if (column.id === "run:name") {
    return (
      <th scope="row" class="name" title={text}>
        <button
          type="button"
          tabIndex={-1}
          class="link"
          onClick={() => send({ type: "open", run: { root: row.root, run: row.run } })}
        >
          {text}
        </button>
      </th>
    );
  }
  return (
    <td class={`${isFigure(column.kind) ? "figure figures" : ""} ${value === null ? "faint" : ""}`} title={text}>
      {column.kind === "state" ? <StateIcon state={String(value)} /> : null}
      {text}
    </td>
  );
}

/** Beside its word, so that no state is said by colour alone. */
function StateIcon({ state }: { state: string }) {
  const name = Object.hasOwn(runStateIcon, state) ? runStateIcon[state as keyof typeof runStateIcon] : "question";
  return (
    <span class={`state ${state}`}>
      <Icon name={name} />
    </span>
  );
}
