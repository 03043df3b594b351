import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isMissing, replaceFile } from "../disk/files.ts";
import { groupOf, identify, processIdentitySchema } from "./process-identity.ts";

/** `owner.json` of a run's folder: the one process that writes the run's log. */
const ownerSchema = processIdentitySchema.extend({
  started: z.number().nullable().catch(null),
  /** Made anew for each attempt: a request is addressed to it, so that none is obeyed by an owner that came later. */
  nonce: z.string().optional(),
  /** It leads a process group of its own, which may be signalled as a whole. */
  leads_group: z.boolean().optional(),
});
export type Owner = z.infer<typeof ownerSchema>;

/** What this process is, as the owner of a run. */
export function thisOwner(): Owner & { nonce: string } {
  return { ...identify(), nonce: randomUUID(), leads_group: groupOf(process.pid) === process.pid };
}

export async function writeOwner(folder: string, owner: Owner): Promise<void> {
  await replaceFile(path.join(folder, "owner.json"), JSON.stringify(owner));
}

/** Who owns a run: written beside the log when it starts. Null: there is no such note, or it can't be read. */
export async function readOwner(folder: string): Promise<Owner | null> {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(await readFile(path.join(folder, "owner.json"), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}
