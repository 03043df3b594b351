import type { FileHandle } from "node:fs/promises";
import { CodedError } from "../../../../protocol/problem.ts";
import type { TopTokens } from "../../../../stats/truncated-divergence.ts";

/**
 * The reference's predictions, one record a place, in the order of the items' answers:
 *
 *     u32 the expected token · f32 its log probability · f32 the rest's probability · u32 count · count × (u32 token, f32 log)
 *
 * All of them little-endian. A sure model takes some 24 bytes a token this way; all logits of it would be 200,000.
 */
export interface Prediction {
  expected: number;
  /** Natural logarithm of the expected token's probability. */
  expectedLog: number;
  top: TopTokens;
}

const HEAD_BYTES = 16;
const ENTRY_BYTES = 8;

export async function writePrediction(file: FileHandle, { expected, expectedLog, top }: Prediction): Promise<void> {
  const count = top.tokens.length;
  const record = Buffer.alloc(HEAD_BYTES + count * ENTRY_BYTES);
  record.writeUInt32LE(expected, 0);
  record.writeFloatLE(expectedLog, 4);
  record.writeFloatLE(top.rest, 8);
  record.writeUInt32LE(count, 12);
  for (let index = 0; index < count; index += 1) {
    record.writeUInt32LE(top.tokens[index]!, HEAD_BYTES + index * ENTRY_BYTES);
    record.writeFloatLE(top.logs[index]!, HEAD_BYTES + index * ENTRY_BYTES + 4);
  }
  await file.write(record);
}

/** Reads the records one after the other. Throws `divergence-reference-unreadable` where the file ends or makes no sense. */
export function predictionReader(file: FileHandle, name: string): () => Promise<Prediction> {
  const read = async (bytes: number) => {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, null);
    if (bytesRead < bytes) throw new CodedError("divergence-reference-unreadable", { file: name });
    return buffer;
  };
  return async () => {
    const head = await read(HEAD_BYTES);
    const count = head.readUInt32LE(12);
    // More entries than any vocabulary has: this is no such file, and no memory is to be asked for it.
    if (count > 1_000_000) throw new CodedError("divergence-reference-unreadable", { file: name });
    const entries = await read(count * ENTRY_BYTES);
    return {
      expected: head.readUInt32LE(0),
      expectedLog: head.readFloatLE(4),
      top: {
        rest: head.readFloatLE(8),
        tokens: Uint32Array.from({ length: count }, (_, index) => entries.readUInt32LE(index * ENTRY_BYTES)),
        logs: Float32Array.from({ length: count }, (_, index) => entries.readFloatLE(index * ENTRY_BYTES + 4)),
      },
    };
  };
}
