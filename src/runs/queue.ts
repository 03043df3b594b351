import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { namesIn, readTextIfThere, remove, replaceFile } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { holderOf, type Lock, tryLock } from "./lock.ts";
import { identify, isAlive, processIdentitySchema } from "./process-identity.ts";

/**
 * Runs of all workspaces and windows of this person that want the same device, as files: who waits is a ticket, who may
 * work holds one of the device's slots. There is no process that owns the queue, so none can take it along.
 *
 * ```
 * <queue>/tickets/<run>.json   written by the run's owner, gone with it
 * <queue>/ranks/<run>          written by whoever moves a run; left out: the time at which it came
 * <queue>/slots/<n>/           a lock each
 * ```
 */
export interface Queue {
  folder: string;
  device: string;
}

const ticketSchema = processIdentitySchema.extend({
  run: z.string(),
  /** Root of its workspace. */
  root: z.string(),
  name: z.string(),
  /** The run file, relative to the workspace. */
  file: z.string(),
  /** When it came, milliseconds since 1970: its rank unless it is moved. */
  since: z.number(),
  /** The program's copy that its owner runs from, which must not be cleared away. */
  runtime: z.string().nullable().optional(),
});
export type Ticket = z.infer<typeof ticketSchema>;

export interface QueueEntry extends Ticket {
  state: "running" | "queued";
  /** 1: next. Null for one that runs. */
  position: number | null;
}

export interface Place {
  position: number;
  /** Runs that hold the device. */
  running: string[];
}

export interface WaitOptions {
  queue: Queue;
  ticket: Pick<Ticket, "run" | "root" | "name" | "file" | "runtime">;
  /** It starts when fewer than so many run. */
  parallel: number;
  signal: AbortSignal;
  /** Called when it has to wait, and whenever its place has changed. */
  onPlace: (place: Place) => void;
}

const POLL_MS = 250;
/** Slots that are looked at; more at once on one device than this is a mistake. */
export const MOST_PARALLEL = 16;

/** Waits for a slot of the device. Returns what gives it back. Rejects with the signal's reason when aborted. */
export async function waitForSlot(options: WaitOptions): Promise<() => Promise<void>> {
  const { queue, signal, parallel } = options;
  const ticket: Ticket = { ...identify(), ...options.ticket, since: Date.now() };
  const file = ticketFile(queue, ticket.run);
  await replaceFile(file, JSON.stringify(ticket));
  const leave = async () => {
    await remove(file);
    await remove(rankFile(queue, ticket.run));
  };
  try {
    let told = "";
    for (;;) {
      signal.throwIfAborted();
      const lock = await tryTurn(queue, ticket.run, Math.min(parallel, MOST_PARALLEL));
      if ("release" in lock) {
        return async () => {
          await lock.release();
          await leave();
        };
      }
      const said = JSON.stringify(lock);
      if (said !== told) options.onPlace(lock);
      told = said;
      await sleep(POLL_MS * (0.5 + Math.random()), undefined, { signal });
    }
  } catch (error) {
    await leave();
    throw error;
  }
}

/** Takes a free slot if it is this run's turn. */
async function tryTurn(queue: Queue, run: string, parallel: number): Promise<Lock | Place> {
  const entries = await listQueue(queue);
  const running = entries.filter(({ state }) => state === "running").map((entry) => entry.run);
  const position = entries.find((entry) => entry.run === run)?.position ?? 1;
  const place = { position, running };
  if (position > parallel - running.length) return place;
  for (let slot = 0; slot < MOST_PARALLEL; slot += 1) {
    const result = await tryLock({ folder: slotFolder(queue, slot), run });
    if (!("lock" in result)) continue;
    // Two that came at the same moment may each have seen a device without the other.
    if ((await slotHolders(queue)).length <= parallel) return result.lock;
    await result.lock.release();
    return place;
  }
  return place;
}

/** Running ones first, then those that wait, in the order in which they will start. Tickets of the dead are cleared away. */
export async function listQueue(queue: Queue): Promise<QueueEntry[]> {
  const holders = new Set(await slotHolders(queue));
  const running: QueueEntry[] = [];
  const waiting: { ticket: Ticket; rank: number }[] = [];
  for (const ticket of await tickets(queue)) {
    if (holders.has(ticket.run)) running.push({ ...ticket, state: "running", position: null });
    else waiting.push({ ticket, rank: await rankOf(queue, ticket) });
  }
  waiting.sort((a, b) => a.rank - b.rank || (a.ticket.run < b.ticket.run ? -1 : 1));
  return [
    ...running.sort((a, b) => a.since - b.since),
    ...waiting.map(({ ticket }, at): QueueEntry => ({ ...ticket, state: "queued", position: at + 1 })),
  ];
}

export type Move = "up" | "down" | "first";

/** Changes a waiting run's place. Throws `run-not-queued` for one that does not wait. */
export async function moveInQueue(queue: Queue, run: string, move: Move): Promise<QueueEntry[]> {
  const entries = (await listQueue(queue)).filter(({ state }) => state === "queued");
  const at = entries.findIndex((entry) => entry.run === run);
  if (at < 0) throw new CodedError("run-not-queued", { run });
  const others = entries.filter((entry) => entry.run !== run);
  const target = move === "first" ? 0 : Math.min(Math.max(at + (move === "up" ? -1 : 1), 0), others.length);
  const [before, after] = [others[target - 1], others[target]];
  const low = before ? await rankOf(queue, before) : null;
  const high = after ? await rankOf(queue, after) : null;
  const rank = low !== null && high !== null ? (low + high) / 2 : low !== null ? low + 1 : (high ?? 1) - 1;
  if (target !== at) await replaceFile(rankFile(queue, run), String(rank));
  return listQueue(queue);
}

const ticketFile = ({ folder }: Queue, run: string) => path.join(folder, "tickets", `${run}.json`);
const rankFile = ({ folder }: Queue, run: string) => path.join(folder, "ranks", run);
const slotFolder = ({ folder }: Queue, slot: number) => path.join(folder, "slots", String(slot));

async function slotHolders(queue: Queue): Promise<string[]> {
  const holders: string[] = [];
  for (const name of await namesIn(path.join(queue.folder, "slots"))) {
    const holder = await holderOf(path.join(queue.folder, "slots", name));
    if (holder) holders.push(holder.run);
  }
  return holders;
}

async function tickets(queue: Queue): Promise<Ticket[]> {
  const folder = path.join(queue.folder, "tickets");
  const living: Ticket[] = [];
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(".json")) continue;
    const ticket = await readTicket(path.join(folder, name));
    if (ticket === "gone") continue;
    if (ticket && isAlive(ticket)) living.push(ticket);
    else {
      await remove(path.join(folder, name));
      await remove(rankFile(queue, name.slice(0, -".json".length)));
    }
  }
  return living;
}

async function readTicket(file: string): Promise<Ticket | null | "gone"> {
  const text = await readTextIfThere(file);
  if (text === null) return "gone";
  try {
    return ticketSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function rankOf(queue: Queue, { run, since }: Pick<Ticket, "run" | "since">): Promise<number> {
  const rank = Number((await readTextIfThere(rankFile(queue, run))) ?? Number.NaN);
  return Number.isFinite(rank) ? rank : since;
}
