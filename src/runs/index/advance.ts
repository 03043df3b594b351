import { open } from "node:fs/promises";
import path from "node:path";
import { isMissing, readTextIfThere, sizeOf } from "../../disk/files.ts";
import type { VariantRow } from "../../protocol/run-row.ts";
import type { RunState } from "../../protocol/run-state.ts";
import { ANNOTATIONS_FILE, readAnnotations } from "../annotations.ts";
import { parseEvents } from "../event-log.ts";
import { applyEvent, emptyRun } from "../fold.ts";
import { withLiveness } from "../list.ts";
import { readOwner } from "../owner.ts";
import type { Workspace } from "../workspace.ts";
import { thin } from "./light-state.ts";
import { parameterCells } from "./parameters.ts";
import { headOf, variantRows } from "./row.ts";
import type { IndexEntry } from "./storage.ts";

const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/**
 * Reads what a run's files have gained since `before` (null: everything) and returns the entry that now holds; null where
 * the run has no log yet. A log that can't be read gives an entry that says so: one damaged run must not hide the others.
 */
export async function advance(
  workspace: Workspace,
  run: string,
  before: IndexEntry | null,
): Promise<IndexEntry | null> {
  const folder = workspace.runFolder(run);
  // The size first: what is appended in between is read twice rather than never.
  const annotation_bytes = (await sizeOf(path.join(folder, ANNOTATIONS_FILE))) ?? 0;
  const annotations = await readAnnotations(folder);
  let folded: Folded;
  try {
    const log = path.join(folder, "events.jsonl");
    const size = await sizeOf(log);
    if (size === null) return null;
    // A run that is over keeps no state to go on from, and needs none where only its annotations have changed.
    const isOverAsBefore = before?.state === null && before.head.damage === null && before.log_size === size;
    if (isOverAsBefore) return { ...before, head: { ...before.head, ...annotations }, annotation_bytes };
    folded = await foldFrom(log, run, size, before);
  } catch (error) {
    if (isMissing(error)) return null;
    const damage = error instanceof Error ? error.message : String(error);
    const head = headOf(emptyRun(run), annotations, damage);
    return {
      head: { ...head, state: "interrupted" },
      rows: [],
      log_bytes: 0,
      log_size: 0,
      annotation_bytes,
      state: null,
    };
  }
  const { state: recorded, log_bytes, log_size } = folded;
  if (recorded.last_seq === 0) {
    // Nothing whole in it: just begun, or damaged from its first line on.
    if (recorded.skipped_events === 0) return null;
    const head = headOf(recorded, annotations, "no line of the log could be read");
    return { head: { ...head, state: "interrupted" }, rows: [], log_bytes, log_size, annotation_bytes, state: null };
  }
  const seen = withLiveness(recorded, await readOwner(folder));
  const rows = before && before.log_bytes === log_bytes ? before.rows : await rowsOf(folder, seen, before);
  const isOver = recorded.finished_at !== null;
  return {
    head: headOf(seen, annotations, null),
    rows,
    log_bytes,
    log_size,
    annotation_bytes,
    state: isOver ? null : JSON.stringify(recorded),
  };
}

interface Folded {
  state: RunState;
  log_bytes: number;
  log_size: number;
}

async function foldFrom(file: string, run: string, size: number, before: IndexEntry | null): Promise<Folded> {
  // A shorter file is another log. One that grew after its end is read again: an entry that is over keeps no state.
  const goesOn = before?.state !== null && before !== null && before.log_bytes <= size;
  const state: RunState = goesOn ? JSON.parse(before.state!) : emptyRun(run);
  let offset = goesOn ? before.log_bytes : 0;
  if (offset === size) return { state, log_bytes: offset, log_size: size };
  const handle = await open(file, "r");
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(1, size - offset - rest.length)));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, offset + rest.length);
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        const { events, skipped } = parseEvents(bytes.toString("utf8", 0, end));
        for (const event of events) applyEvent(state, event);
        state.skipped_events += skipped;
        thin(state);
      }
      offset += end;
      rest = bytes.subarray(end);
      if (bytesRead === 0 || offset + rest.length >= size) return { state, log_bytes: offset, log_size: size };
    }
  } finally {
    await handle.close();
  }
}

/** What was measured over what was asked for; the run file is read once, since a run works on its own copy. */
async function rowsOf(folder: string, state: RunState, before: IndexEntry | null): Promise<VariantRow[]> {
  const known = before?.rows[0];
  const parameters = known
    ? parametersOf(known)
    : parameterCells((await readTextIfThere(path.join(folder, "run.yaml"))) ?? "");
  return variantRows(state).map((row) => ({ ...row, cells: { ...parameters, ...row.cells } }));
}

/** The matrix's values of one variant are overwritten by each row's own. */
function parametersOf({ cells }: VariantRow): VariantRow["cells"] {
  return Object.fromEntries(Object.entries(cells).filter(([column]) => column.startsWith("param:")));
}
