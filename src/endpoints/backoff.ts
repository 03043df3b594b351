/** A request is tried so many times before it is left for a later run. */
export const mostTries = 6;
/** Seconds: before the second try, and the most that a growing wait comes to. */
const first = 0.5;
const most = 60;

/**
 * Seconds to wait before the try after number `tries` (1 for the first). The server's own wish is kept and lengthened by up to
 * a tenth; without one the wait doubles, and half of it is chance, so that many clients do not come back as one.
 */
export function waitBefore(tries: number, retryAfter: number | null, random: number): number {
  if (retryAfter !== null) return retryAfter * (1 + random / 10);
  return Math.min(most, first * 2 ** (tries - 1)) * (0.5 + random / 2);
}

/** A server that asks for a longer pause than this has closed for the day: waiting is for a person to decide. Seconds. */
export const longestRetryAfter = 600;
