import type { BatchItem, PrioritizedBatchItem } from "node-llama-cpp";

/**
 * Lets node-llama-cpp decode all slots' tokens together.
 *
 * After a batch it goes on with whatever slots have asked for their next token by then. The slot that was sampled last
 * asks a few microtasks later and so always misses the batch; left alone, slots drift apart into batches of their own
 * and nothing is gained by having several. Here a batch that lacks a slot is put off for a few microtasks: long enough
 * for a slot that is only late, no obstacle to one that does something else.
 */
export function fullBatches() {
  const MAX_DELAYS = 16;
  let slots = 0;
  let delays = 0;
  return {
    enter() {
      slots += 1;
    },
    leave() {
      slots -= 1;
    },
    strategy({ items, size }: { items: readonly BatchItem[]; size: number }): PrioritizedBatchItem[] {
      if (items.length < slots && delays < MAX_DELAYS) {
        delays += 1;
        return [];
      }
      delays = 0;
      return shareOut(items, size);
    },
  };
}

/** Everybody gets what they ask for or an equal share of the rest, whichever is less: no answer waits for a long prompt. */
export function shareOut(items: readonly BatchItem[], size: number): PrioritizedBatchItem[] {
  let left = size;
  const shortestFirst = [...items].sort((a, b) => a.tokens.length - b.tokens.length);
  return shortestFirst.flatMap((item, index) => {
    const processAmount = Math.min(item.tokens.length, Math.ceil(left / (shortestFirst.length - index)));
    left -= processAmount;
    return processAmount > 0 ? [{ item, processAmount }] : [];
  });
}
