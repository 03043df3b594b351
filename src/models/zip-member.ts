import { createReadStream, createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { CodedError } from "../protocol/problem.ts";
import { type ByteSource, withFile } from "./byte-source.ts";

/** The end record is 22 bytes and a comment of at most 64 KiB. */
const END_SIZE = 22;
const LONGEST_TAIL = END_SIZE + 0xffff;
/** A wheel lists some 10 to 10,000 members, each in about 100 bytes. */
const LARGEST_DIRECTORY = 16 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

interface Member {
  offset: number;
  packed: number;
  size: number;
  method: number;
}

export interface ExtractOptions {
  archive: string;
  /** The member's full name in the archive. Nothing else of it is unpacked, so no name in it can lead elsewhere. */
  member: string;
  target: string;
  signal: AbortSignal;
  /** Unpacked bytes so far. */
  onProgress?: (bytes: number) => void;
}

/** Unpacks one member of a zip file, streaming. Archives over 4 GiB (zip64) and encrypted ones are refused. */
export async function extractMember(options: ExtractOptions): Promise<void> {
  const { archive, member, target, signal } = options;
  const { offset, packed, size, method } = await withFile(archive, (source) => locate(source, member));
  const input = createReadStream(archive, { start: offset, end: offset + packed - 1 });
  const counter = countUpTo(size, options);
  const output = createWriteStream(target, { flags: "wx" });
  if (method === STORED) await pipeline(input, counter, output, { signal });
  else await pipeline(input, createInflateRaw(), counter, output, { signal });
}

/** Stops an archive that unpacks to more than it said, and notices one that gives less. */
function countUpTo(size: number, { archive, member, onProgress }: ExtractOptions): Transform {
  let done = 0;
  const wrong = () => new CodedError("zip-damaged", { file: archive, member });
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      onProgress?.(done);
      if (done > size) next(wrong());
      else next(null, chunk);
    },
    flush(next) {
      next(done === size ? null : wrong());
    },
  });
}

async function locate(source: ByteSource, member: string): Promise<Member> {
  const directory = await readDirectory(source);
  const damaged = new CodedError("zip-damaged", { file: source.name, member });
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw damaged;
    const flags = directory.readUInt16LE(at + 8);
    const method = directory.readUInt16LE(at + 10);
    const nameLength = directory.readUInt16LE(at + 28);
    const after = at + 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (directory.toString("utf8", at + 46, at + 46 + nameLength) === member) {
      const packed = directory.readUInt32LE(at + 20);
      const size = directory.readUInt32LE(at + 24);
      const supported = (method === STORED || method === DEFLATED) && (flags & 1) === 0 && size !== 0xffffffff;
      if (!supported) throw damaged;
      return { packed, size, method, offset: await dataOffset(source, directory.readUInt32LE(at + 42), damaged) };
    }
    at = after;
  }
  throw new CodedError("zip-member-missing", { file: source.name, member });
}

/** The local header repeats name and extra fields, of other lengths than the directory's. */
async function dataOffset(source: ByteSource, header: number, damaged: CodedError): Promise<number> {
  const local = Buffer.from(await source.read(header, 30));
  if (local.length < 30 || local.readUInt32LE(0) !== 0x04034b50) throw damaged;
  return header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
}

async function readDirectory(source: ByteSource): Promise<Buffer> {
  const tail = Buffer.from(await source.read(Math.max(0, source.size - LONGEST_TAIL), LONGEST_TAIL));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + END_SIZE > tail.length) throw new CodedError("zip-damaged", { file: source.name });
  const size = tail.readUInt32LE(end + 12);
  if (size > LARGEST_DIRECTORY) throw new CodedError("zip-damaged", { file: source.name });
  return Buffer.from(await source.read(tail.readUInt32LE(end + 16), size));
}
