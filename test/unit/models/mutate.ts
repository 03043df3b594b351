/** Mulberry32: small, seeded, good enough to choose bytes. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One to four changes: a bit, a byte, a run of 0xff, a copied piece, an inserted or a cut one. */
export function mutate(good: Buffer, headerLength: number, next: () => number): Buffer {
  const below = (limit: number) => Math.floor(next() * limit);
  let bytes = Buffer.from(good);
  for (let left = 1 + below(4); left > 0; left -= 1) {
    const at = below(Math.min(headerLength, bytes.length));
    const length = 1 + below(8);
    switch (below(6)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << below(8));
        break;
      case 1:
        bytes[at] = below(256);
        break;
      case 2:
        bytes.fill(0xff, at, Math.min(at + length, bytes.length));
        break;
      case 3:
        bytes.copy(bytes, at, below(bytes.length), bytes.length);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(0, length), bytes.subarray(at)]);
        break;
      default:
        bytes =
          next() < 0.9 ? Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]) : bytes.subarray(0, at);
    }
  }
  return bytes;
}
