import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { hashText, isMissing } from "../disk/files.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import { moneySchema } from "../protocol/endpoint.ts";
import type { ChatRequest } from "./chat.ts";

/** An answer that was paid for, a line of a cache file. `key` comes first, so that a reader finds it without parsing the line. */
const cachedSchema = z.object({
  key: z.string(),
  text: z.string(),
  finish: z.enum(["stop", "length"]),
  prompt_tokens: z.int().nonnegative(),
  answer_tokens: z.int().nonnegative(),
  tokens_guessed: z.boolean(),
  seconds: z.number().nonnegative(),
  first_token_seconds: z.number().nonnegative(),
  cost: moneySchema.nullable(),
  logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })).optional(),
});
export type CachedReply = z.infer<typeof cachedSchema>;

export interface ResponseCache {
  get(key: string): Promise<CachedReply | null>;
  /** The answer is with the operating system when this resolves, so that killing the process loses nothing. */
  add(reply: CachedReply): Promise<void>;
  close(): Promise<void>;
}

/** The cache file of a model at an address, in a folder of the store. */
export function cacheFileOf(folder: string, { url, model }: { url: string; model: string }): string {
  return path.join(folder, `${hashText(canonicalJson({ url, model })).slice(0, 32)}.jsonl`);
}

/**
 * The name of a request: the address, the model, the whole prompt and how it is decoded. With a temperature above 0 the
 * number of the repeat is in it, as each is to be drawn anew; at 0 all repeats are one request.
 */
export function requestKey(request: ChatRequest, endpoint: { url: string; model: string }, repeat: number): string {
  const { messages, decode, schema } = request;
  const { temperature, max_tokens, constrain } = decode;
  return hashText(
    canonicalJson({
      v: 1,
      url: endpoint.url,
      model: endpoint.model,
      messages: messages.map(({ role, content }) => ({ role, content })),
      decode: { temperature, max_tokens, constrain },
      schema: constrain === "schema" ? schema : null,
      repeat: temperature > 0 ? repeat : 0,
    }),
  );
}

const prefix = '{"key":"';
const keyLength = 64;

/**
 * Opens a file of answers to go on with it. Only the place of each answer is kept in memory, some hundred bytes a line.
 * Torn lines, of a process that was killed while it wrote, are passed over. Several processes may append at once.
 */
export async function openResponseCache(file: string): Promise<ResponseCache> {
  await mkdir(path.dirname(file), { recursive: true });
  const { places, size, endsWhole } = await scan(file);
  const handle = await open(file, "a+");
  let end = size;
  // A torn last line is closed, so that the next answer has a line of its own.
  if (!endsWhole) {
    await handle.appendFile("\n");
    end += 1;
  }
  let writing: Promise<unknown> = Promise.resolve();
  return {
    async get(key) {
      const at = places.get(key);
      if (at === undefined) return null;
      const found = await readLine(handle, at);
      // Another process may have written in between; then the place is another's, and the answer is asked for again.
      return found?.key === key ? found : null;
    },
    add(reply) {
      const { key, ...rest } = reply;
      const line = Buffer.from(`${JSON.stringify({ key, ...rest })}\n`);
      const done = writing.then(async () => {
        await handle.appendFile(line);
        places.set(key, end);
        end += line.length;
      });
      writing = done.catch(() => undefined);
      return done;
    },
    async close() {
      await writing;
      await handle.close();
    },
  };
}

/** Where each answer's line begins, by its key. */
async function scan(file: string): Promise<{ places: Map<string, number>; size: number; endsWhole: boolean }> {
  const places = new Map<string, number>();
  let at = 0;
  let lineStart = 0;
  let head = "";
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let to = chunk.indexOf(10); to !== -1; to = chunk.indexOf(10, from)) {
        const key = keyIn(head + beginning(chunk, from, to, head.length));
        if (key !== null) places.set(key, lineStart);
        from = to + 1;
        lineStart = at + from;
        head = "";
      }
      head += beginning(chunk, from, chunk.length, head.length);
      at += chunk.length;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return { places, size: at, endsWhole: lineStart === at };
}

function beginning(chunk: Buffer, from: number, to: number, have: number): string {
  const wanted = Math.max(0, prefix.length + keyLength + 1 - have);
  return chunk.toString("latin1", from, Math.min(to, from + wanted));
}

function keyIn(head: string): string | null {
  const key = head.slice(prefix.length, prefix.length + keyLength);
  return head.startsWith(prefix) && /^[0-9a-f]{64}$/.test(key) ? key : null;
}

async function readLine(handle: FileHandle, at: number): Promise<CachedReply | null> {
  const pieces: Buffer[] = [];
  for (let position = at; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, position);
    const to = buffer.subarray(0, bytesRead).indexOf(10);
    pieces.push(buffer.subarray(0, to < 0 ? bytesRead : to));
    position += bytesRead;
    if (to >= 0 || bytesRead === 0) break;
  }
  try {
    return cachedSchema.parse(JSON.parse(Buffer.concat(pieces).toString("utf8")));
  } catch {
    return null; // a line that was torn: what it should have said is asked again
  }
}
