import type { Language } from "../../../src/protocol/messages.ts";
import {
  type ExperimentsIntent,
  type ExperimentsMessage,
  type ExperimentsView,
  experimentsViewSchema,
} from "../../../src/protocol/panels/experiments.ts";
import type { Cell } from "../../../src/protocol/run-row.ts";
import { noAnnotations } from "../../../src/runs/annotations.ts";
import { headOf, variantRows } from "../../../src/runs/index/row.ts";
import { columnFacts, rowsOfWindow, type TableRow, tableRows, viewTable } from "../../../src/runs/index/table.ts";
import { newRunId } from "../../../src/runs/run-id.ts";
import { type ExampleOptions, exampleState } from "../../unit/extension/example-run.ts";

const states = ["end", "end", "failed", "training", "end"] as const satisfies ExampleOptions["until"][];

/** Runs of an afternoon, made up: learning rates and ranks were tried, some failed, one was archived. */
export function exampleRows(count = 40): TableRow[] {
  const folded = states.map((until) => {
    const state = exampleState({ until });
    return { state, rows: variantRows(state) };
  });
  return Array.from({ length: count }, (_, index) => {
    const begun = Date.UTC(2026, 10, 24, 9) - index * 600_000;
    const example = folded[index % folded.length]!;
    const state = { ...example.state, run: newRunId(begun), started_at: new Date(begun).toISOString() };
    const annotations = {
      ...noAnnotations,
      archived: index % 11 === 10,
      tags: index % 7 === 0 ? ["best", "paper"] : [],
      name: index === 3 ? "客服 before the new data" : null,
    };
    const varied: Record<string, Cell> = {
      "param:model": "smollm2-135m-instruct",
      "param:train.learning_rate": [2e-3, 1e-3, 5e-4][index % 3]!,
      "param:train.adapter.rank": [8, 16, 32][Math.floor(index / 3) % 3]!,
      "param:train.epochs": 1,
      "param:train.batch_size": 8,
      "param:quantize": '["q8_0","q4_k_m"]',
    };
    const rows = example.rows.map((row) => ({ ...row, cells: { ...varied, ...row.cells } }));
    return tableRows("/workspace", headOf(state, annotations, null), rows);
  }).flat();
}

/** A host that only sorts, filters and pages: what the panel's own is made of. */
export function tableHost(rows: readonly TableRow[], language: Language = "en") {
  const facts = columnFacts(rows);
  let view: ExperimentsView = experimentsViewSchema.parse({});
  let window = { from: 0, count: 200 };
  const message = (): ExperimentsMessage => {
    const table = viewTable(rows, facts, view);
    const from = Math.min(window.from, Math.max(0, table.rows.length - window.count));
    const shown = rowsOfWindow(table, view, from, window.count);
    const { columns } = table;
    return {
      type: "table",
      language,
      view,
      columns,
      total: table.rows.length,
      all: rows.length,
      reading: false,
      from,
      rows: shown,
    };
  };
  return {
    message,
    /** Null: nothing to draw for this wish. */
    answer(intent: ExperimentsIntent): ExperimentsMessage | null {
      if (intent.type === "view") {
        view = intent.view;
        window = { ...window, from: 0 };
      } else if (intent.type === "window") window = { from: intent.from, count: intent.count };
      else if (intent.type !== "ready") return null;
      return message();
    },
  };
}
