/** What a place for a sequence has of computed tokens, and what is still to be computed in it. */
export interface Place {
  /** Computed, in their order. */
  held: readonly number[];
  /** The prompt of the sequence that runs in it, of which `held` may be a part; null: it is free. */
  prompt: readonly number[] | null;
}

/** Where a prompt goes: into which place, with the first `shared` tokens from place `from` (itself: kept). */
export interface Placement {
  place: number;
  from: number;
  shared: number;
}

/** Fewer tokens are computed sooner than copied or waited for. */
const WORTH_SHARING = 16;

/**
 * Chooses a free place for a prompt so that as little as possible is computed twice. Null: none is free, or another
 * sequence is about to compute a longer common beginning, which is waited for.
 */
export function placePrompt(places: readonly Place[], prompt: readonly number[]): Placement | null {
  // The last token is always computed, as the first answer token comes from it, and another with it (see `openDecoder`).
  const most = Math.max(0, prompt.length - 2);
  const common = places.map(({ held }) => Math.min(most, commonLength(held, prompt)));
  const coming = places.map((place) => (place.prompt ? Math.min(most, commonLength(place.prompt, prompt)) : 0));
  const free = places.flatMap((place, index) => (place.prompt ? [] : [index]));
  if (free.length === 0) return null;
  const longest = Math.max(...common);
  if (Math.max(...coming) >= longest + WORTH_SHARING) return null;
  const place = free.reduce((best, index) => (common[index]! > common[best]! ? index : best));
  const own = common[place]!;
  if (longest < own + WORTH_SHARING) return { place, from: place, shared: own };
  return { place, from: common.indexOf(longest), shared: longest };
}

export function commonLength(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}

/** Tokens of a prompt's rest for its next batch: never one alone, before or after (see `openDecoder`), where there are two. */
export function chunkOf(rest: number, room: number): number {
  return rest - room === 1 ? room - 1 : Math.min(rest, room);
}
