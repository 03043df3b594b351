import { withFile } from "./byte-source.ts";

/** Parses JSON of a file nobody vouches for. Undefined where it is no JSON, or nested deeper than `deepest` levels. */
export function parseBoundedJson(bytes: Uint8Array, deepest: number): unknown {
  if (depthOf(bytes) > deepest) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The JSON of a file; undefined where it is larger than `limit` bytes or no such JSON. Throws where there is no file. */
export function readBoundedJson(file: string, limit: number, deepest: number): Promise<unknown> {
  return withFile(file, async (source) => {
    if (source.size > limit) return undefined;
    return parseBoundedJson(await source.read(0, source.size), deepest);
  });
}

/** How deep brackets are nested. Known before parsing: nothing but brackets would cost a hundred times its size. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inText) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return deepest;
}
