import { statfs } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isDiskFull } from "../../disk/files.ts";
import type { Raise } from "./alarm.ts";

/** Kept free beyond what a stage needs, so that a checkpoint and the log still fit: this much, or a fiftieth of a small disk. */
const RESERVE = { bytes: 64e6, share: 0.02 };
const LOOK_MS = 2000;
const PUZZLED_TRIES = 3;

export interface RoomOptions {
  /** A folder on the disk in question. */
  folder: string;
  raise: Raise;
}

/** Looks after the room on the store's disk: a run that has too little of it waits, and goes on when there is enough. */
export function watchRoom({ folder, raise }: RoomOptions) {
  /** What has to be free before the stage that ran out of room is tried again. */
  let wanted = 0;
  /** Times in a row that a stage ran out of room although there was some: a quota, or another disk. */
  let puzzled = 0;

  return {
    /** Resolves when there is room for `bytes`; until then the alarm holds. Rejects with the signal's reason. */
    async wait(stage: string, bytes: number, signal: AbortSignal): Promise<void> {
      if (puzzled > 0) await sleep(LOOK_MS, undefined, { signal });
      for (;;) {
        const { free, reserve } = await roomOf(folder);
        const needed = Math.max(bytes + reserve, wanted);
        if (free >= needed) break;
        raise("alarm-disk-full", stage, { needed: megabytes(needed), free: megabytes(free) });
        await sleep(LOOK_MS, undefined, { signal });
      }
      raise("alarm-disk-full", stage, null);
    },
    /** Calls `onLow` once when less than the reserve is left while a stage works. Returns what ends the looking. */
    during(stage: string, onLow: () => void): () => void {
      const look = async () => {
        const { free, reserve } = await roomOf(folder);
        if (free >= reserve) return;
        stop();
        wanted = 2 * reserve;
        raise("alarm-disk-full", stage, { needed: megabytes(wanted), free: megabytes(free) });
        onLow();
      };
      const timer = setInterval(() => look().catch(() => undefined), LOOK_MS); // a disk that can't be asked says so when written to
      timer.unref();
      const stop = () => clearInterval(timer);
      return stop;
    },
    /** True where a stage failed for want of room: `wait` will ask for more than there is now. */
    async isCause(error: unknown): Promise<boolean> {
      const { free, reserve } = await roomOf(folder);
      if (!saysFull(error) && free >= reserve) return false;
      const hasRoom = free >= 4 * reserve;
      puzzled = hasRoom ? puzzled + 1 : 0;
      wanted = hasRoom ? 0 : free + reserve;
      return puzzled <= PUZZLED_TRIES;
    },
  };
}

async function roomOf(folder: string): Promise<{ free: number; reserve: number }> {
  const { bavail, bsize, blocks } = await statfs(folder);
  return { free: bavail * bsize, reserve: Math.min(RESERVE.bytes, RESERVE.share * blocks * bsize) };
}

/** An error of ours, of a child (by its text) or of a library deep inside. */
function saysFull(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    const params = "params" in one ? JSON.stringify(one.params) : "";
    if (isDiskFull(one) || /ENOSPC|EDQUOT|No space left on device/.test(`${one.message} ${params}`)) return true;
  }
  return false;
}

function megabytes(bytes: number): string {
  return bytes < 10e6 ? `${(bytes / 1e6).toFixed(2)} MB` : `${Math.ceil(bytes / 1e6)} MB`;
}
