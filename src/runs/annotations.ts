import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { exists, readTextIfThere } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { type AnnotationChange, type Annotations, annotationChangeSchema } from "../protocol/run-row.ts";
import type { Workspace } from "./workspace.ts";

/**
 * A file beside the run's log and not in it: the log has one writer, the process that owns the run, while a person may
 * annotate at any time, from any window.
 */
export const ANNOTATIONS_FILE = "annotations.jsonl";

/** Longer ones are a mistake of pasting, and would be carried in every list. */
const LONGEST = { name: 200, tag: 60, note: 10_000 };

export const noAnnotations: Annotations = { name: null, tags: [], note: "", archived: false };

/** Folds the lines of `annotations.jsonl`. A torn or foreign line changes nothing. */
export function foldAnnotations(text: string): Annotations {
  let folded = noAnnotations;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const change = parseChange(line);
    if (change) folded = applied(folded, change);
  }
  return folded;
}

function parseChange(line: string): AnnotationChange | null {
  try {
    return annotationChangeSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function applied(before: Annotations, change: AnnotationChange): Annotations {
  const tags = new Set(before.tags);
  for (const tag of change.remove_tags ?? []) tags.delete(tag);
  for (const tag of change.add_tags ?? []) tags.add(tag);
  return {
    name: change.name === undefined ? before.name : change.name,
    tags: [...tags].sort(),
    note: change.note ?? before.note,
    archived: change.archived ?? before.archived,
  };
}

export async function readAnnotations(runFolder: string): Promise<Annotations> {
  const text = await readTextIfThere(path.join(runFolder, ANNOTATIONS_FILE));
  return text === null ? noAnnotations : foldAnnotations(text);
}

/**
 * Appends a change and waits until it is on the disk. Returns what then holds.
 * Throws `run-not-found`, or `annotation-not-valid` for an empty tag or a text that is too long.
 */
export async function annotateRun(
  workspace: Workspace,
  run: string,
  change: Omit<AnnotationChange, "v" | "at">,
): Promise<Annotations> {
  const folder = workspace.runFolder(run);
  if (!(await exists(folder))) throw new CodedError("run-not-found", { run });
  const clean = checked(change);
  await mkdir(folder, { recursive: true });
  const handle = await open(path.join(folder, ANNOTATIONS_FILE), "a+");
  try {
    // One write of a whole line: two windows that annotate at once interleave lines, never their parts.
    const torn = await endsTorn(handle);
    await handle.appendFile(`${torn ? "\n" : ""}${JSON.stringify({ v: 1, at: new Date().toISOString(), ...clean })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return readAnnotations(folder);
}

/** A crash may have left half a line; ours must not become its end. */
async function endsTorn(handle: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

function checked(change: Omit<AnnotationChange, "v" | "at">): Omit<AnnotationChange, "v" | "at"> {
  const name = change.name?.trim();
  refuseLong("name", name, LONGEST.name);
  refuseLong("note", change.note, LONGEST.note);
  const tags = (given: readonly string[] | undefined) => given?.map((tag) => cleanTag(tag));
  const add = tags(change.add_tags);
  const remove = tags(change.remove_tags);
  return {
    ...change,
    ...(name !== undefined && { name: name === "" ? null : name }),
    ...(add && { add_tags: add }),
    ...(remove && { remove_tags: remove }),
  };
}

/** Tags stand in command lines and lists, separated by commas and spaces. */
function cleanTag(tag: string): string {
  const clean = tag.trim().replace(/^#/, "");
  if (clean === "" || /[\s,]/.test(clean)) throw new CodedError("tag-not-valid", { tag });
  refuseLong("tag", clean, LONGEST.tag);
  return clean;
}

function refuseLong(what: string, text: string | undefined, most: number): void {
  if (text !== undefined && text.length > most) {
    throw new CodedError("annotation-too-long", { what, length: text.length, most });
  }
}
