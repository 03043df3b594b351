import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Document, isMap, parseDocument, parse as parseYaml } from "yaml";
import { exists } from "../disk/files.ts";
import { CodedError, type Problem } from "../protocol/problem.ts";
import { readRun } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import { parseRunFile } from "../spec/parse.ts";
import { readRunFile } from "./results.ts";

export interface CopyRequest {
  workspace: Workspace;
  run: string;
  /** What the copy has different, by dotted path: a value as it is written in YAML. `train.learning_rate` → `1e-3`. */
  changes: ReadonlyMap<string, string>;
  /** Absolute. Left out: beside the run file, with the next free number. */
  output?: string;
}

export interface CopiedRun {
  /** Absolute. */
  file: string;
  name: string;
  /** Of the new file. */
  problems: Problem[];
}

/**
 * "Copy training": a new run file from the one that a run used, comments kept, with what is to be different. It is made
 * from the copy that the run worked on, so what was edited since has no say in it, and it lies beside the original, so
 * that relative paths mean the same. Throws `run-file-gone`, `file-exists`, `change-not-valid`.
 */
export async function copyRun({ workspace, run, changes, output }: CopyRequest): Promise<CopiedRun> {
  const text = await readRunFile(workspace, run);
  if (text === "") throw new CodedError("run-file-gone", { run });
  const { file: original } = await readRun(workspace, run);
  const document = parseDocument(text);
  for (const [key, value] of changes) change(document, key, value);
  const file = output ?? (await freeName(path.resolve(workspace.root, original)));
  if (await exists(file)) throw new CodedError("file-exists", { file });
  const name = changes.has("name") ? String(document.get("name")) : path.basename(file).replace(/\.run\.ya?ml$/, "");
  document.set("name", name);
  const copied = document.toString({ lineWidth: 0 });
  await writeFile(file, copied, { flag: "wx" });
  const problems = parseRunFile(copied).problems.map((problem) => ({ file, ...problem }));
  return { file, name, problems };
}

/** Makes the blocks on the way that are not there. */
function change(document: Document, key: string, value: string): void {
  const steps = key.split(".");
  if (steps.some((step) => step === "")) throw new CodedError("change-not-valid", { change: `${key}=${value}` });
  let parsed: unknown;
  try {
    parsed = parseYaml(value);
  } catch (error) {
    throw new CodedError("change-not-valid", { change: `${key}=${value}` }, { cause: error });
  }
  for (let depth = 1; depth < steps.length; depth += 1) {
    const on = steps.slice(0, depth);
    if (!isMap(document.getIn(on))) document.setIn(on, document.createNode({}));
  }
  // A scalar put into a place that has one keeps that place's comment.
  const isScalar = typeof parsed !== "object" || parsed === null;
  document.setIn(steps, isScalar ? parsed : document.createNode(parsed));
}

/** `mail.run.yaml` → `mail-2.run.yaml`, and `mail-2` → `mail-3`. */
async function freeName(original: string): Promise<string> {
  const folder = (await exists(path.dirname(original))) ? path.dirname(original) : process.cwd();
  const [, stem = "copy", ending = ".run.yaml"] = /^(.*?)(?:-\d+)?(\.run\.ya?ml)$/.exec(path.basename(original)) ?? [];
  for (let number = 2; ; number += 1) {
    const file = path.join(folder, `${stem}-${number}${ending}`);
    if (!(await exists(file))) return file;
  }
}
