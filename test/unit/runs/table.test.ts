import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ExperimentsView, experimentsViewSchema } from "../../../src/protocol/panels/experiments.ts";
import type { Annotations, Cell } from "../../../src/protocol/run-row.ts";
import { noAnnotations } from "../../../src/runs/annotations.ts";
import { matches, parseQuery } from "../../../src/runs/index/query.ts";
import { headOf, variantRows } from "../../../src/runs/index/row.ts";
import { columnFacts, rowsOfWindow, type TableRow, tableRows, viewTable } from "../../../src/runs/index/table.ts";
import { tableCsv, tableMarkdown } from "../../../src/runs/index/table-text.ts";
import { newRunId } from "../../../src/runs/run-id.ts";
import { exampleState } from "../extension/example-run.ts";

function row(cells: Record<string, Cell>, said: Partial<Annotations> = {}, at = 0): TableRow {
  const run = newRunId(9e11 - at);
  const state = { ...exampleState({ until: "failed" }), run };
  const head = headOf(state, { ...noAnnotations, ...said }, null);
  return tableRows("/w", head, [{ variant: "", candidate: null, cells }])[0]!;
}

const view = (change: Partial<ExperimentsView> = {}): ExperimentsView => ({
  ...experimentsViewSchema.parse({}),
  ...change,
});
const rows = [
  row({ "param:train.epochs": 1, "metric:exact": 0.7, "param:model": "b" }, { tags: ["best"] }, 0),
  row({ "param:train.epochs": 1, "metric:exact": 0.9, "param:model": "a10" }, { name: "客服" }, 1),
  row({ "param:train.epochs": 1, "param:model": "a9" }, { archived: true }, 2),
];
const facts = columnFacts(rows);
const look = (change: Partial<ExperimentsView> = {}) => viewTable(rows, facts, view(change));
const ids = (table: ReturnType<typeof look>) => table.rows.map((each) => rows.indexOf(each));
const shown = (table: ReturnType<typeof look>) => table.columns.filter((column) => column.shown).map(({ id }) => id);

test("newest first, archived ones put aside", () => {
  assert.deepEqual(ids(look()), [0, 1]);
  assert.deepEqual(ids(look({ archived: true })), [0, 1, 2]);
});

test("sorted both ways, by number and by text as people count, what has no value last", () => {
  const by = (column: string, descending: boolean) => ids(look({ archived: true, sort: { column, descending } }));
  assert.deepEqual(by("metric:exact", false), [0, 1, 2]);
  assert.deepEqual(by("metric:exact", true), [1, 0, 2]);
  assert.deepEqual(by("param:model", false), [2, 1, 0], "a9 comes before a10");
  assert.deepEqual(by("param:train.epochs", true), [0, 1, 2], "equal ones keep their order");
  assert.deepEqual(by("nothing:such", true), [0, 1, 2]);
});

test("only what differs: equal columns go, those that name a run stay", () => {
  const differing = shown(look());
  assert.ok(differing.includes("metric:exact") && differing.includes("param:model") && differing.includes("run:state"));
  assert.ok(!differing.includes("param:train.epochs"));
  assert.ok(shown(look({ only_differences: false })).includes("param:train.epochs"));
  // A column where one has a value and the other has none differs too.
  assert.ok(shown(look({ archived: true })).includes("metric:exact"));
  assert.ok(!shown(look({ hidden: ["param:model"] })).includes("param:model"));
});

test("columns in the order of interest: what it is, what came out, what was set", () => {
  const order = shown(look({ only_differences: false }));
  const place = (id: string) => order.indexOf(id);
  assert.ok(place("run:name") === 0 && place("run:state") < place("metric:exact"));
  assert.ok(place("metric:exact") < place("run:file") && place("run:file") < place("param:model"));
});

test("a search by words, tags, states and conditions on columns", () => {
  const find = (search: string) => ids(look({ search, archived: true }));
  assert.deepEqual(find("客服"), [1]);
  assert.deepEqual(find("#best"), [0]);
  assert.deepEqual(find("exact>0.8"), [1]);
  assert.deepEqual(find("metric:exact<=0.7 epochs=1"), [0]);
  assert.deepEqual(find("model=A9"), [2]);
  assert.deepEqual(find("exact!=0.7"), [1, 2]);
  assert.deepEqual(find("state:failed triage"), [0, 1, 2]);
  assert.deepEqual(find("nothing>1"), [], "what names no column is a word");
});

test("pinned rows stay on top, whatever is searched and sorted", () => {
  const pinned = [rows[0]!.id];
  const table = look({ pinned, search: "客服", sort: { column: "metric:exact", descending: true } });
  assert.deepEqual(ids(table), [0, 1]);
  assert.deepEqual(
    rowsOfWindow(table, view({ pinned }), 0, 9).map((each) => each.pinned),
    [true, false],
  );
});

test("a window holds the cells of the columns that are shown, in their order", () => {
  const table = look({ sort: { column: "metric:exact", descending: true } });
  const [first, ...rest] = rowsOfWindow(table, view(), 0, 1);
  assert.equal(rest.length, 0);
  assert.equal(first!.cells.length, shown(table).length);
  assert.equal(first!.cells[shown(table).indexOf("metric:exact")], 0.9);
});

test("a verdict's metrics, sizes and decision are cells of its variant", () => {
  const state = exampleState();
  const [only] = tableRows("/w", headOf(state, noAnnotations, null), variantRows(state));
  const { cells } = only!;
  assert.equal(cells["run:candidate"], "q4_k_m");
  assert.equal(cells["result:good_enough"], true);
  assert.ok((cells["size:bytes"] as number) > 1e8);
});

test("CSV is quoted, and a cell that looks like a formula is a text", () => {
  const evil = [row({ "param:x": '=cmd|"/c"' }), row({ "param:x": "a,b\nc" }, {}, 1)];
  const table = viewTable(evil, columnFacts(evil), view({ hidden: ["run:started"] }));
  const [head, first] = tableCsv(table).split("\r\n");
  assert.equal(head, "run,run:name,run:state,param:x");
  assert.match(first!, /,"'=cmd\|""\/c"""$/);
  assert.match(tableCsv(table), /"a,b\nc"/);
});

test("Markdown keeps its columns whatever a cell holds", () => {
  const evil = [row({ "param:x": "a|b\n<img>" }), row({ "param:x": "c" }, {}, 1)];
  const lines = tableMarkdown(viewTable(evil, columnFacts(evil), view()))
    .trimEnd()
    .split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[2]!, /a\\\|b \\<img\\>/);
});

describe("a remembered view", () => {
  test("what an older or newer program left is taken where it is understood", () => {
    const parsed = experimentsViewSchema.parse({ search: 7, sort: { column: "a" }, hidden: ["x"], new: true });
    assert.deepEqual(parsed, {
      search: "",
      sort: null,
      hidden: ["x"],
      pinned: [],
      only_differences: true,
      archived: false,
    });
  });
});

test("a search text is understood", () => {
  assert.deepEqual(parseQuery(" Mail  #best state:failed state: # "), {
    words: ["mail", "state:", "#"],
    tags: ["best"],
    states: ["failed"],
    archived: false,
  });
  const { head } = rows[0]!;
  assert.ok(matches(head, parseQuery("TRIAGE #best")));
  assert.ok(!matches(head, parseQuery("triage #worst")));
});
