import { inflateRawSync } from "node:zlib";

/** A member of an archive unpacks to at most this: a table of a million rows has some 200 MB. */
const largestMember = 500e6;

/**
 * Members of a zip archive in memory, by name, each unpacked when it is asked for. Throws an Error where the archive is
 * damaged, encrypted or larger than 4 GiB: what a person has under `.xlsx` is none of these.
 */
export function unzip(bytes: Buffer): (name: string) => Buffer | null {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length) throw new Error("no zip directory");
  const members = new Map<string, { method: number; packed: number; size: number; offset: number }>();
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw new Error("damaged zip directory");
    const nameLength = bytes.readUInt16LE(at + 28);
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new Error("encrypted");
    members.set(bytes.toString("utf8", at + 46, at + 46 + nameLength), {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return (name) => {
    const member = members.get(name);
    if (!member) return null;
    const { offset, packed, size, method } = member;
    if (size > largestMember) throw new Error(`${name} unpacks to ${size} bytes`);
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const content = bytes.subarray(start, start + packed);
    if (method === 0) return content;
    if (method !== 8) throw new Error(`compression method ${method}`);
    // What unpacks to more than it says is made to hurt.
    return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
  };
}
