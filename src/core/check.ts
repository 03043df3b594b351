import type { Problem } from "../protocol/problem.ts";
import { examine } from "./examine.ts";
import { loadRunFile } from "./load.ts";

export interface CheckOptions {
  workspace?: string;
  signal?: AbortSignal;
  /** False: token lengths are not looked at. */
  tokens?: boolean;
}

/** Everything that is wrong with a run file, its references and its data, without running anything: what the editor underlines. */
export async function checkFile(file: string, options: CheckOptions = {}): Promise<Problem[]> {
  const loaded = await loadRunFile(file);
  const { problems } = await examine(loaded, options);
  return problems.map((found) => (found.file === loaded.file ? { ...found, file } : found));
}
