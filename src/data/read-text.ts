import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Problem } from "../protocol/problem.ts";
import {
  binaryKind,
  decoderLabel,
  eightBitEncoding,
  firstInvalidUtf8,
  readsLikeChinese,
  unfinishedTail,
  wideEncoding,
} from "./encoding.ts";
import { problemAt } from "./rows.ts";

export interface TextRead {
  sha256: string;
  bytes: number;
  /** The file is not UTF-8 text, or not there. What was passed on before is to be thrown away. */
  problem: Problem | null;
}

/** Large enough that the cost of a call vanishes, small enough that memory stays flat. */
const chunkBytes = 1 << 20;

/**
 * Streams a text file, UTF-8 unless `encoding` (a label of TextDecoder) says otherwise, as text, without its byte order mark, and hashes it on the way.
 * `onText` gets whole characters, in order; its `false` stops the reading (hash and size are then of no use).
 */
export async function readText(
  path: string,
  file: string,
  onText: (text: string) => boolean,
  signal?: AbortSignal,
  encoding?: string,
): Promise<TextRead> {
  const missing = await whyUnreadable(path, file);
  if (missing) return { sha256: "", bytes: 0, problem: missing };

  if (encoding !== undefined) return readEncoded(path, file, onText, encoding, signal);
  const hash = createHash("sha256");
  let bytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  let problem: Problem | null = null;
  let decoded = 0;
  for await (const read of createReadStream(path, { highWaterMark: chunkBytes, ...(signal ? { signal } : {}) })) {
    const chunk = read as Buffer;
    hash.update(chunk);
    if (bytes === 0) problem = foreign(chunk, file);
    bytes += chunk.length;
    if (problem) break;
    const joined = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
    const whole = joined.subarray(0, joined.length - unfinishedTail(joined));
    tail = joined.subarray(whole.length);
    if (!isUtf8(whole)) {
      problem = await notUtf8(path, file, joined, decoded);
      break;
    }
    const text = whole.toString("utf8");
    const isFirst = decoded === 0;
    decoded += whole.length;
    if (!onText(isFirst && text.startsWith("\uFEFF") ? text.slice(1) : text)) break;
  }
  if (!problem && tail.length > 0 && decoded + tail.length === bytes) {
    problem = problemAt({ file, row: await lineOf(path, decoded) }, "data-cut-off");
  }
  return { sha256: hash.digest("hex"), bytes, problem };
}

/** The same for a file that is known not to be UTF-8. What does not decode ends the reading with the place of its chunk. */
async function readEncoded(
  path: string,
  file: string,
  onText: (text: string) => boolean,
  encoding: string,
  signal?: AbortSignal,
): Promise<TextRead> {
  const hash = createHash("sha256");
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  const refused = (): TextRead => ({
    sha256: "",
    bytes,
    problem: problemAt({ file, row: 1 }, "encoding-not-utf8", { encoding: "unknown", offset: bytes }),
  });
  const decoded = (chunk?: Buffer): string | null => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      return null; // a TypeError, which is how a decoder says that the bytes are something else
    }
  };
  for await (const read of createReadStream(path, { highWaterMark: chunkBytes, ...(signal ? { signal } : {}) })) {
    const chunk = read as Buffer;
    hash.update(chunk);
    const text = decoded(chunk);
    if (text === null) return refused();
    bytes += chunk.length;
    if (!onText(text)) return { sha256: hash.digest("hex"), bytes, problem: null };
  }
  const rest = decoded();
  if (rest === null) return refused();
  if (rest !== "") onText(rest);
  return { sha256: hash.digest("hex"), bytes, problem: null };
}

/** Why a path cannot be read as a data file; null if it can. */
async function whyUnreadable(path: string, file: string): Promise<Problem | null> {
  try {
    const facts = await stat(path);
    // A folder fails late and unclearly; a pipe would wait for ever.
    return facts.isFile() ? null : problemAt({ file }, "data-not-a-file");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") return problemAt({ file }, "data-file-missing");
    return problemAt({ file }, "data-file-unreadable", { reason: code });
  }
}

/** A file that is plainly something else, by how it starts. */
function foreign(head: Buffer, file: string): Problem | null {
  const format = binaryKind(head);
  if (format) return problemAt({ file }, "data-binary", { kind: format });
  const encoding = wideEncoding(head);
  if (encoding) {
    const label = decoderLabel(encoding);
    const readable = label === null ? {} : { readable: label };
    return problemAt({ file, row: 1 }, "encoding-not-utf8", { encoding, offset: 0, ...readable });
  }
  if (head.subarray(0, 4096).includes(0)) return problemAt({ file }, "data-binary", { kind: "binary" });
  const start = head
    .toString("latin1", 0, 300)
    .replace(/^\xEF\xBB\xBF/, "")
    .trimStart()
    .toLowerCase();
  if (start.startsWith("version https://git-lfs.github.com/spec/")) return problemAt({ file }, "data-lfs-pointer");
  if (/^<(!doctype|html|head|body|\?xml)/.test(start)) return problemAt({ file }, "data-web-page");
  return null;
}

/** `params.readable` is the decoder's label where it is certain enough to read rows by. `bytes` begin at `start` of the file and hold something that is not UTF-8. */
async function notUtf8(path: string, file: string, bytes: Buffer, start: number): Promise<Problem> {
  const invalid = Math.max(0, firstInvalidUtf8(bytes));
  const line = bytes.lastIndexOf(0x0a, invalid) + 1;
  const encoding = eightBitEncoding(bytes.subarray(line));
  const offset = start + invalid;
  const label = decoderLabel(encoding);
  const isSure = label !== null && readsLikeChinese(new TextDecoder(label).decode(bytes, { stream: true }));
  const readable = isSure ? { readable: label } : {};
  return problemAt({ file, row: await lineOf(path, offset) }, "encoding-not-utf8", { encoding, offset, ...readable });
}

async function lineOf(path: string, offset: number): Promise<number> {
  let line = 1;
  if (offset === 0) return line;
  for await (const read of createReadStream(path, { highWaterMark: chunkBytes, end: offset - 1 })) {
    const chunk = read as Buffer;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) line++;
  }
  return line;
}
