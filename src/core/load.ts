import { readFile } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "../disk/files.ts";
import { CodedError, type Problem } from "../protocol/problem.ts";
import { findWorkspace, type Workspace, workspaceAt } from "../runs/workspace.ts";
import { type ParsedRunFile, parseRunFile } from "../spec/parse.ts";

export interface LoadedRunFile extends ParsedRunFile {
  /** Absolute. */
  file: string;
  folder: string;
  text: string;
}

/** Reads and parses a run file. What is wrong in it are problems, named with the file; only an unreadable file throws. */
export async function loadRunFile(file: string): Promise<LoadedRunFile> {
  const absolute = path.resolve(file);
  let text: string;
  try {
    text = await readFile(absolute, "utf8");
  } catch (error) {
    if (isMissing(error)) throw new CodedError("file-not-found", { file });
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodedError("file-unreadable", { file, reason }, { cause: error });
  }
  const { problems, ...loaded } = runFileOf(absolute, text);
  return { ...loaded, problems: problems.map((problem) => ({ ...problem, file })) };
}

/** A text as the run file at an absolute path: what an editor holds and has not saved. */
export function runFileOf(file: string, text: string): LoadedRunFile {
  const parsed = parseRunFile(text);
  const problems = parsed.problems.map((problem) => ({ file, ...problem }));
  return { ...parsed, problems, file, folder: path.dirname(file), text };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** The workspace that was asked for, else the one that the file lies in. */
export function workspaceOf(file: string, root?: string): Promise<Workspace> {
  return root === undefined ? findWorkspace(file) : Promise.resolve(workspaceAt(path.resolve(root)));
}
