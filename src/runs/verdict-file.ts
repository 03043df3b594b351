import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Verdict, verdictSchema } from "../protocol/comparison.ts";
import { artifactFile } from "./jobs.ts";

/** The verdict that a compare artifact holds. */
export async function readVerdict(folder: string): Promise<Verdict> {
  return verdictSchema.parse(JSON.parse(await readFile(path.join(folder, artifactFile.verdict), "utf8")));
}
