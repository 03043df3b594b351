/**
 * How many threads to use while the machine may be busy with something else.
 *
 * ggml's threads wait for each other by spinning, thousands of times a step. When a neighbour takes the core of one,
 * all wait: two threads beside a busy process are three times slower than alone, and slower than one thread. Nothing
 * tells us of the neighbour, so the speeds are measured: a few counts are tried, the fastest is used, and a faster
 * count is tried again now and then, less often each time it fails.
 */
export interface Threads {
  /** To compute the next micro-batch with. */
  count(): number;
  /** What it took: `work` in any unit that is proportional to time at equal speed. */
  took(milliseconds: number, work: number): void;
}

/** Slower than the best by this factor: something is in the way. */
const SLOW = 1.5;
/** Milliseconds until a count that was too slow is tried again, and the most that this grows to by doubling. */
const RETRY = 20_000;
const LONGEST_RETRY = 10 * 60_000;

/** Always the same number, for results that are the same to the bit whatever the machine does. */
export function fixedThreads(count: number): Threads {
  return { count: () => count, took: () => undefined };
}

/** Never more than `most`. `now` is a clock in milliseconds. */
export function adaptiveThreads(most: number, now: () => number = () => performance.now()): Threads {
  const ladder = halvings(most);
  /** Speed of each rung, as last measured, and the best it ever was. */
  const last: (number | undefined)[] = [];
  const best: (number | undefined)[] = [];
  let rung = 0;
  let retry = RETRY;
  let retryAt = Number.POSITIVE_INFINITY;
  /** The rung that was left to try another one. */
  let trialFrom: number | null = null;

  const go = (to: number, from: number | null) => {
    rung = to;
    trialFrom = from;
  };
  const settle = (to: number) => {
    go(to, null);
    retryAt = to === 0 ? Number.POSITIVE_INFINITY : now() + retry;
  };

  const judgeTrial = (from: number, speed: number) => {
    const faster = speed > (last[from] ?? 0);
    if (rung > from) {
      // Fewer threads are faster: perhaps even fewer are.
      if (faster && rung + 1 < ladder.length) go(rung + 1, rung);
      else settle(faster ? rung : from);
      // Slow, but fewer threads are slower still: this is what the machine gives now.
      if (!faster) best[from] = last[from];
      return;
    }
    retry = faster ? RETRY : Math.min(retry * 2, LONGEST_RETRY);
    settle(faster ? rung : from);
  };

  return {
    count: () => ladder[rung]!,
    took(milliseconds, work) {
      const speed = work / Math.max(milliseconds, 1e-3);
      last[rung] = speed;
      const before = best[rung];
      best[rung] = Math.max(before ?? 0, speed);
      if (trialFrom !== null) return judgeTrial(trialFrom, speed);
      const canDrop = rung + 1 < ladder.length;
      // The first step has nothing to compare with: the next count is tried once, to know.
      const unknown = before === undefined && last[rung + 1] === undefined;
      const slow = speed * SLOW < best[rung]!;
      if (canDrop && (unknown || slow)) go(rung + 1, rung);
      else if (rung > 0 && now() >= retryAt) go(rung - 1, rung);
    },
  };
}

/** most, most / 2, … 1. */
function halvings(most: number): number[] {
  const counts = [Math.max(1, Math.floor(most))];
  while (counts.at(-1)! > 1) counts.push(Math.floor(counts.at(-1)! / 2));
  return counts;
}
