import { advise } from "../advisor/advise.ts";
import type { Known, Wish } from "../advisor/wish.ts";
import { directory } from "../models/directory/directory.ts";
import type { Advice } from "../protocol/advice.ts";
import type { Workspace } from "../runs/workspace.ts";
import { modelsHere, ownQuality } from "./own-quality.ts";

/** Advice with what is known here: the workspace's own runs, and the models of this machine. */
export async function adviseHere(wish: Wish, workspace: Workspace): Promise<Advice> {
  const known: Known = { quality: await ownQuality(workspace), here: await modelsHere() };
  return advise(wish, directory, known);
}
