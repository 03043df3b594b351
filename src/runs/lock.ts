import { mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isMissing, moveFile } from "../disk/files.ts";
import { identify, isAlive } from "./process-identity.ts";

const holderSchema = z.object({ pid: z.int(), started: z.number().nullable(), run: z.string() });

/** Looks at a lock again after so long; a stage takes seconds to hours. */
const POLL_MS = 200;

export interface LockOptions {
  file: string;
  run: string;
  signal: AbortSignal;
  /** Called once when another run holds the lock. */
  onWait?: (holder: string) => void;
}

/**
 * Takes a lock file, waiting for a living holder; a dead holder's lock is taken over.
 * Returns the release. Rejects with the signal's reason when aborted while waiting.
 */
export async function takeLock(options: LockOptions): Promise<() => Promise<void>> {
  await mkdir(path.dirname(options.file), { recursive: true });
  let told = false;
  for (;;) {
    options.signal.throwIfAborted();
    if (await tryCreate(options)) return () => rm(options.file, { force: true });
    const holder = await readHolder(options.file);
    if (holder === "gone") continue;
    if (holder === "unreadable" || !isAlive(holder)) {
      await removeStale(options.file);
      continue;
    }
    if (!told) options.onWait?.(holder.run);
    told = true;
    await sleep(POLL_MS, undefined, { signal: options.signal });
  }
}

async function tryCreate({ file, run }: LockOptions): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(JSON.stringify({ ...identify(), run }));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** A lock is written right after it is created, so one that stays unreadable was left by a crash between the two. */
async function readHolder(file: string): Promise<z.infer<typeof holderSchema> | "gone" | "unreadable"> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      const parsed = holderSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
      if (parsed.success) return parsed.data;
    } catch (error) {
      if (isMissing(error)) return "gone";
      if (!(error instanceof SyntaxError)) throw error;
    }
    await sleep(POLL_MS);
  }
  return "unreadable";
}

/** Renaming first lets exactly one of several waiters remove a dead holder's lock, and never a new one's. */
async function removeStale(file: string): Promise<void> {
  const aside = `${file}.stale-${process.pid}-${Date.now()}`;
  try {
    await moveFile(file, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await rm(aside, { force: true });
}
