// Simulated comparisons whose truth is known, for bench/aa.ts.
import { createRandom, type Random } from "../src/stats/random.ts";

/** Paired differences b − a of one simulated test set. */
export interface Sample {
  differences: number[];
  clusters: string[];
}

export type World = (random: Random, n: number) => Sample;

const alone = (n: number) => Array.from({ length: n }, (_, index) => String(index));

/** Yes or no per item: `discordant` is the share of items that exactly one has right, `difference` that of the accuracies. */
export function binary(discordant: number, difference: number): World {
  const bOnly = (discordant + difference) / 2;
  return (random, n) => {
    const differences = Array.from({ length: n }, () => {
      const place = random.uniform();
      return place < bOnly ? 1 : place < discordant ? -1 : 0;
    });
    return { differences, clusters: [] };
  };
}

/** Scores such as the share of right fields: half of the items tie, the others differ in eighths, small steps more often. */
export function tied(difference: number): World {
  return (random, n) => {
    const differences = Array.from({ length: n }, () => {
      if (random.uniform() < 0.5) return difference;
      const steps = 1 + Math.floor(8 * random.uniform() ** 2);
      return difference + ((random.uniform() < 0.5 ? -1 : 1) * steps) / 8;
    });
    return { differences, clusters: [] };
  };
}

/** Differences with a long tail to one side (skewness 2) and mean `difference`, as of latencies or costs. */
export function skewed(difference: number): World {
  return (random, n) => {
    return { differences: Array.from({ length: n }, () => difference + exponential(random) - 1), clusters: [] };
  };
}

/** Normal differences of deviation 1. */
export function normal(difference: number): World {
  return (random, n) => ({ differences: Array.from({ length: n }, () => difference + gaussian(random)), clusters: [] });
}

/**
 * Clusters that share a part of their difference (intraclass correlation 0.3, total variance 1): `n` is the number of
 * clusters; `sizes` lists how many items they have, in turn. Differences are rounded to tenths, so that there are ties.
 */
export function clustered(difference: number, sizes: readonly number[]): World {
  return (random, n) => {
    const differences: number[] = [];
    const clusters: string[] = [];
    for (const cluster of alone(n)) {
      const shared = Math.sqrt(0.3) * gaussian(random);
      for (let item = 0; item < sizes[clusterIndex(cluster) % sizes.length]!; item++) {
        const own = shared + Math.sqrt(0.7) * gaussian(random);
        differences.push(Math.round(10 * (own + difference)) / 10);
        clusters.push(cluster);
      }
    }
    return { differences, clusters };
  };
}

const clusterIndex = (name: string) => Number(name);

/** Share of `rounds` simulated test sets for which `holds` says yes. The same seed gives every question the same test sets. */
export function shareOf(
  holds: (sample: Sample, round: number) => boolean,
  { world, n, rounds, seed = 1 }: { world: World; n: number; rounds: number; seed?: number },
): number {
  const random = createRandom(seed);
  let count = 0;
  for (let round = 0; round < rounds; round++) if (holds(world(random, n), round)) count++;
  return count / rounds;
}

function exponential(random: Random): number {
  return -Math.log(1 - random.uniform());
}

/** Box & Muller 1958. */
function gaussian(random: Random): number {
  return Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random.uniform());
}
