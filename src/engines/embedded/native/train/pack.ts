/**
 * How the rows of an optimizer step are laid out for computing. A pure function of their lengths, so the same rows
 * and settings give the same micro-batches on every machine.
 */

/** A block holds rows one behind the other; blocks of a micro-batch are equally long. */
export interface MicroBatch {
  /** Tokens of each block, padding included. */
  length: number;
  /** For each block the rows in it, by their index in the step. */
  blocks: number[][];
}

/** Beyond this many tokens at once, in all lanes together, nothing gets faster, only bigger. */
const TOKENS_AT_ONCE = 256;
/** ggml's products work in tiles; lengths between multiples of this cost as much as the next. */
const GRANULE = 8;

/**
 * Packs rows, given by their number of positions, into micro-batches for `lanes` that compute side by side.
 *
 * The longest row left decides how long the blocks are: attention costs the square of a block's length, so short rows
 * get short blocks, and several of them share one only where a longer row has made room.
 */
export function packRows(lengths: readonly number[], lanes = 1): MicroBatch[] {
  const tokens = TOKENS_AT_ONCE / lanes;
  const order = lengths.map((_, row) => row).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const batches: MicroBatch[] = [];
  let left = order;
  while (left.length > 0) {
    const limit = rounded(lengths[left[0]!]!);
    const most = Math.max(1, Math.floor(tokens / limit));
    const open: { rows: number[]; used: number }[] = [];
    const next: number[] = [];
    for (const row of left) {
      const size = lengths[row]!;
      const block = fullest(open, limit - size);
      if (block) {
        block.rows.push(row);
        block.used += size;
      } else if (open.length < most) open.push({ rows: [row], used: size });
      else next.push(row);
    }
    batches.push({ length: rounded(Math.max(...open.map(({ used }) => used))), blocks: open.map(({ rows }) => rows) });
    left = next;
  }
  return batches.length === 1 && lanes > 1 ? halved(batches[0]!) : batches;
}

/** What fits into one micro-batch would leave the other lane without work. */
function halved({ length, blocks }: MicroBatch): MicroBatch[] {
  const half = Math.ceil(blocks.length / 2);
  const parts = [blocks.slice(0, half), blocks.slice(half)];
  return parts.filter((part) => part.length > 0).map((part) => ({ length, blocks: part }));
}

/**
 * Shares micro-batches out to lanes, evenly by their tokens: the largest first, each to the lane with the least. A
 * function of the micro-batches alone, as the order in which gradients are summed decides their last bits.
 */
export function shareOut(batches: readonly MicroBatch[], lanes: number): MicroBatch[][] {
  const shares = Array.from({ length: lanes }, () => ({ tokens: 0, batches: [] as MicroBatch[] }));
  const size = ({ length, blocks }: MicroBatch) => length * blocks.length;
  for (const batch of [...batches].sort((a, b) => size(b) - size(a))) {
    const least = shares.reduce((a, b) => (b.tokens < a.tokens ? b : a));
    least.tokens += size(batch);
    least.batches.push(batch);
  }
  return shares.map((share) => share.batches);
}

/** Among blocks with at most `room` tokens used, the fullest. */
function fullest<T extends { used: number }>(open: readonly T[], room: number): T | undefined {
  let best: T | undefined;
  for (const block of open) if (block.used <= room && (!best || block.used > best.used)) best = block;
  return best;
}

function rounded(length: number): number {
  return Math.ceil(length / GRANULE) * GRANULE;
}
