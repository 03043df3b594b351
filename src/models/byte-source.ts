import { open, stat } from "node:fs/promises";
import { CodedError } from "../protocol/problem.ts";

/** Bytes that can be read at any place, without holding them all. `name` is what messages call it. */
export interface ByteSource {
  readonly name: string;
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function sourceOfBytes(bytes: Uint8Array, name = "bytes"): ByteSource {
  return { name, size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/**
 * Opens a file for the time of `use`. Refuses what is no regular file before opening it: a pipe would block for ever,
 * and a device has no size to check against.
 */
export async function withFile<T>(file: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const facts = await stat(file).catch((error) => {
    throw fileError(file, error);
  });
  if (!facts.isFile()) throw new CodedError("model-file-special", { file });
  const handle = await open(file, "r").catch((error) => {
    throw fileError(file, error);
  });
  try {
    const { size } = await handle.stat();
    return await use({
      name: file,
      size,
      async read(offset, length) {
        const wanted = Math.max(0, Math.min(length, size - offset));
        const buffer = Buffer.allocUnsafe(wanted);
        let done = 0;
        while (done < wanted) {
          const { bytesRead } = await handle.read(buffer, done, wanted - done, offset + done);
          if (bytesRead === 0) break; // the file shrank meanwhile; the caller sees fewer bytes
          done += bytesRead;
        }
        return buffer.subarray(0, done);
      },
    });
  } finally {
    await handle.close();
  }
}

/** What a failing file operation means to people. Errors that are none of the usual ones pass unchanged. */
export function fileError(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === undefined) return error;
  if (code === "ENOENT" || code === "ENOTDIR") return new CodedError("file-not-found", { file }, { cause: error });
  return new CodedError("file-unreadable", { file, reason: code }, { cause: error });
}
