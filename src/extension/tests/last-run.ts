import path from "node:path";
import type { ShownRun } from "../runs/tracked-run.ts";
import type { Services } from "../services.ts";

/** Runs of a file, newest first, of those that the Runs view follows. */
export function runsOf({ library }: Pick<Services, "library">, file: string): ShownRun[] {
  return library.runs().filter(({ root, state }) => path.resolve(root, state.file) === file);
}

/** The newest run of a file that has a verdict. */
export async function lastVerdictOf(services: Pick<Services, "library">, file: string): Promise<ShownRun | null> {
  await services.library.refresh();
  return runsOf(services, file).find(({ state }) => state.verdict !== null) ?? null;
}
