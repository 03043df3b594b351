import { isUtf8 } from "node:buffer";
import { constants } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { replaceFile } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { decoderLabel, eightBitEncoding, firstInvalidUtf8, wideEncoding } from "./encoding.ts";

/**
 * Writes a text file anew in UTF-8 and keeps the original beside it (`a.csv` → `a.original.csv`, whatever number is
 * free). Throws `encoding-unknown` where it can't be told what it is, and what the file system throws.
 */
export async function convertToUtf8(file: string): Promise<{ encoding: string; copy: string }> {
  const bytes = await readFile(file);
  const encoding = encodingOf(bytes);
  // A person asked for it and the original stays: here Western guesses are good enough.
  const label = decoderLabel(encoding) ?? (/1252|8859/.test(encoding) ? "windows-1252" : null);
  if (label === null) throw new CodedError("encoding-unknown", { file });
  const text = new TextDecoder(label).decode(bytes);
  const copy = await keepOriginal(file);
  await replaceFile(file, text);
  return { encoding, copy };
}

function encodingOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return "UTF-8";
  const wide = wideEncoding(bytes);
  if (wide) return wide;
  const invalid = Math.max(0, firstInvalidUtf8(bytes));
  return eightBitEncoding(bytes.subarray(bytes.lastIndexOf(0x0a, invalid) + 1));
}

async function keepOriginal(file: string): Promise<string> {
  const { dir, name, ext } = path.parse(file);
  for (let count = 1; ; count++) {
    const copy = path.join(dir, `${name}.original${count === 1 ? "" : `-${count}`}${ext}`);
    try {
      await copyFile(file, copy, constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
