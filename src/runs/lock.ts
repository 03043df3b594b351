import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isMissing, namesIn, remove, removeEmptyFolder, replaceFile } from "../disk/files.ts";
import { identify, isAlive, isCertain, type ProcessIdentity, processIdentitySchema } from "./process-identity.ts";

const claimSchema = processIdentitySchema.extend({
  run: z.string(),
  /** Set for a child that works under somebody's lock: the holder's own claim. */
  parent: z.string().optional(),
});

export interface Claim extends z.infer<typeof claimSchema> {
  /** The claim's file name. */
  name: string;
}

/** Looks at a lock again after so long; a stage takes seconds to hours. */
const POLL_MS = 200;
/** A child whose parent died stops by itself: a training finishes its step and writes a checkpoint. Then it is ended. */
const ORPHAN_GRACE_MS = 60_000;

export interface LockOptions {
  /** A folder that stands for the lock and holds nothing but claims to it. */
  folder: string;
  run: string;
  signal: AbortSignal;
  /** Called once when another run holds the lock. */
  onWait?: (holder: string) => void;
  orphanGraceMs?: number;
}

export interface Lock {
  /** A child's life counts as the holder's: if the holder is killed, nobody gets the lock before the child is gone. */
  addChild(pid: number): Promise<() => Promise<void>>;
  release(): Promise<void>;
}

/**
 * Takes a lock, waiting for a living holder; the claims of the dead count for nothing and are cleared away.
 * Rejects with the signal's reason when aborted while waiting.
 *
 * Each claimant puts a file of its own into the lock's folder, looks again, and withdraws if anybody else who lives is
 * there. Of two that claim at once the later one to write sees the earlier, so both may withdraw and never both hold;
 * and since nobody ever removes a file by a name that somebody else could have taken meanwhile, a dead holder's lock can
 * be taken over without a moment in which two do it.
 */
export async function takeLock(options: LockOptions): Promise<Lock> {
  let told = false;
  const orphans = new Map<string, number>();
  for (;;) {
    options.signal.throwIfAborted();
    const result = await tryLock(options);
    if ("lock" in result) return result.lock;
    const { holder } = result;
    if (!told && holder.run !== options.run) {
      options.onWait?.(holder.run);
      told = true;
    }
    await endOrphan(holder, options, orphans);
    await sleep(POLL_MS * (0.5 + Math.random()), undefined, { signal: options.signal });
  }
}

/** Takes a lock if nobody holds it; else says who does. */
export async function tryLock({
  folder,
  run,
}: Pick<LockOptions, "folder" | "run">): Promise<{ lock: Lock } | { holder: Claim }> {
  const before = await livingClaims(folder);
  if (before[0]) return { holder: before[0] };
  const mine = randomUUID();
  await writeClaim(folder, mine, { ...identify(), run });
  const others = (await livingClaims(folder)).filter(({ name }) => name !== mine);
  if (others[0]) {
    await remove(path.join(folder, mine));
    return { holder: others[0] };
  }
  return { lock: lockOf(folder, mine, run) };
}

/** Who holds a lock; null: nobody. */
export async function holderOf(folder: string): Promise<Claim | null> {
  return (await livingClaims(folder))[0] ?? null;
}

function lockOf(folder: string, mine: string, run: string): Lock {
  return {
    async addChild(pid) {
      const name = randomUUID();
      await writeClaim(folder, name, { ...identify(pid), run, parent: mine });
      return () => remove(path.join(folder, name));
    },
    async release() {
      await remove(path.join(folder, mine));
      await removeEmptyFolder(folder);
    },
  };
}

/** The folder may be cleared away by a holder that leaves, between our making it and our writing into it: then once more. */
async function writeClaim(folder: string, name: string, claim: z.infer<typeof claimSchema>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await replaceFile(path.join(folder, name), JSON.stringify(claim));
    } catch (error) {
      if (!isMissing(error) || attempt === 5) throw error;
    }
  }
}

/** Holders before the children that work for them. */
async function livingClaims(folder: string): Promise<Claim[]> {
  const living: Claim[] = [];
  for (const name of await namesIn(folder)) {
    if (name.endsWith(".tmp")) continue; // being written: its writer looks at us afterwards
    const claim = await readClaim(folder, name);
    if (claim === "gone") continue;
    if (claim && isAlive(claim)) living.push({ ...claim, name });
    else await remove(path.join(folder, name));
  }
  return living.sort((a, b) => Number(a.parent !== undefined) - Number(b.parent !== undefined));
}

/** Claims come into being by a rename, whole; one that can't be read was damaged and is nobody's. */
async function readClaim(folder: string, name: string): Promise<z.infer<typeof claimSchema> | null | "gone"> {
  try {
    const parsed = claimSchema.safeParse(JSON.parse(await readFile(path.join(folder, name), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (isMissing(error)) return "gone";
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Ends a child that outlives its parent by more than it may, by its own identity and no other. */
async function endOrphan(
  claim: Claim,
  { folder, orphanGraceMs = ORPHAN_GRACE_MS }: LockOptions,
  seen: Map<string, number>,
): Promise<void> {
  if (claim.parent === undefined) return;
  const parent = await readClaim(folder, claim.parent);
  if (parent && parent !== "gone" && isAlive(parent)) return;
  const since = seen.get(claim.name) ?? performance.now();
  seen.set(claim.name, since);
  if (performance.now() - since >= orphanGraceMs) kill(claim);
}

function kill(identity: ProcessIdentity): void {
  if (!isCertain(identity)) return;
  try {
    process.kill(identity.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // ended in this very moment
  }
}
