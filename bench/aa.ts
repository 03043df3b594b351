// `npm run bench:aa`: how often the statistics are wrong where the truth is known. 10,000 simulated test sets for each row.
import {
  aboveFloor,
  nonInferiority,
  nonInferiorityBinary,
  nonInferiorityBinaryWald,
} from "../src/stats/non-inferiority.ts";
import { pairedT } from "../src/stats/paired-t.ts";
import { minimumDetectable, minimumDetectableMcNemar } from "../src/stats/power.ts";
import { minimumDetectableMcNemarExact } from "../src/stats/power-mcnemar.ts";
import { clopperPearson, wilson } from "../src/stats/proportion.ts";
import { alpha, cells, type Method, methods } from "./methods.ts";
import { binary, clustered, normal, type Sample, shareOf, skewed, tied, type World } from "./simulated.ts";

const rounds = 10_000;

/**
 * exact: false claims at alpha but for chance. conservative: below by construction. coverage: an interval without a claim
 * of its own, or data that no A/A comparison gives (not symmetric). contrast: shown to be wrong here, and not used so.
 */
type Kind = "exact" | "conservative" | "coverage" | "contrast";

let failures = 0;
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const print = (...cells: (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);

function header(title: string, ...columns: string[]) {
  console.log(`\n### ${title}\n`);
  print(...columns);
  print(...columns.map(() => "---"));
}

function judged(ok: boolean): string {
  if (!ok) failures++;
  return ok ? "yes" : "NO";
}

/** False claims and coverage where nothing differs (or, for coverage, where the mean is 0 and the shape is not symmetric). */
function aa(data: string, name: keyof typeof methods, kind: Kind, world: World, n: number) {
  const method: Method = methods[name];
  let covered = 0;
  const falseClaims = shareOf(
    (sample, round) => {
      const { p, low, high } = method(sample, round);
      if (low <= 0 && high >= 0) covered++;
      return p <= alpha;
    },
    { world, n, rounds },
  );
  const hasInterval = name !== "Wilcoxon";
  const claimsFit = falseClaims <= 0.055 && (kind === "conservative" || n < 200 || falseClaims >= 0.045);
  const coverageFits = !hasInterval || covered / rounds >= 0.94;
  const fits = kind === "contrast" ? "contrast" : judged((claimsFit || kind === "coverage") && coverageFits);
  print(
    data,
    name,
    n,
    kind === "coverage" ? "" : percent(falseClaims),
    hasInterval ? percent(covered / rounds) : "",
    fits,
  );
}

function oneSided(data: string, name: string, n: number, kind: Kind, share: number) {
  print(data, name, n, percent(share), kind === "contrast" ? "contrast" : judged(share <= 0.055));
}

/** The difference at which the simulated test really has the planned power: bisection with common random numbers. */
function simulatedDetectable(worldOf: (difference: number) => World, n: number, method: Method, start: number): number {
  let [low, high] = [start / 2, start * 2];
  for (let halving = 0; halving < 10; halving++) {
    const middle = (low + high) / 2;
    const power = shareOf((sample, round) => method(sample, round).p <= alpha, { world: worldOf(middle), n, rounds });
    if (power < 0.8) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function detectable(what: string, n: number, predicted: number | null, simulated: number, bound = 0.1) {
  if (predicted === null) throw new Error(`${what}: n = ${n} sees nothing`);
  const error = predicted / simulated - 1;
  print(what, n, predicted.toFixed(4), simulated.toFixed(4), percent(error), judged(Math.abs(error) <= bound));
}

header(
  "A/A: false claims at α = 0.05 and coverage of 95 % intervals",
  "data",
  "method",
  "n",
  "false claims",
  "coverage",
  "as promised",
);
for (const n of [60, 120, 200, 500, 1000]) {
  aa("yes or no, 20 % discordant", "McNemar exact, Newcombe", "conservative", binary(0.2, 0), n);
  aa("yes or no, 20 % discordant", "Tango score", "coverage", binary(0.2, 0), n);
}
for (const n of [200, 1000])
  aa("yes or no, 4 % discordant", "McNemar exact, Newcombe", "conservative", binary(0.04, 0), n);
for (const n of [30, 60, 120, 200, 1000]) {
  aa("scores, half tied", "paired t", "exact", tied(0), n);
  aa("scores, half tied", "Wilcoxon", "exact", tied(0), n);
}
for (const n of [30, 60, 200]) {
  // A bootstrap knows of few items too little about their tails.
  const kind = n < 200 ? "contrast" : "exact";
  aa("scores, half tied", "bootstrap BCa", kind, tied(0), n);
  aa("scores, half tied", "bootstrap BCa expanded", kind, tied(0), n);
  aa("scores, half tied", "bootstrap percentile expanded", kind, tied(0), n);
}
for (const n of [60, 200]) {
  const kind = n < 200 ? "contrast" : "coverage";
  aa("mean 0, skewness 2", "paired t", kind, skewed(0), n);
  aa("mean 0, skewness 2", "bootstrap BCa expanded", kind, skewed(0), n);
}
const sizes = { "clusters of 5": [5], "clusters of 1 to 10": [1, 2, 3, 5, 10], "1 of 20 to 4 of 1": [1, 1, 1, 1, 20] };
for (const [data, list] of Object.entries(sizes)) {
  for (const n of [20, 50, 200]) {
    // Four big clusters among 16 single items leave under four degrees of freedom: the limit of the method, 5.6 %.
    const kind = n === 20 && list.includes(20) ? "contrast" : "exact";
    aa(data, "clustered t", kind, clustered(0, list), n);
    if (list.length > 1) aa(data, "clustered t, CR1 and G − 1", "contrast", clustered(0, list), n);
  }
}
aa("clusters of 1 to 10", "cluster bootstrap BCa expanded", "contrast", clustered(0, [1, 2, 3, 5, 10]), 50);
aa("clusters of 1 to 10", "cluster bootstrap BCa expanded", "exact", clustered(0, [1, 2, 3, 5, 10]), 200);
aa("clusters of 1 to 10", "paired t", "contrast", clustered(0, [1, 2, 3, 5, 10]), 200);

header("Claims where the truth lies on the limit, one-sided 95 %", "data", "method", "n", "false claims", "≤ 5.5 %");
for (const n of [60, 120, 200, 500]) {
  const world = binary(0.15, -0.05);
  const holds = (claim: typeof nonInferiorityBinary) => (sample: Sample) =>
    claim({ ...cells(sample), margin: 0.05, confidence: 0.95 }).holds;
  oneSided(
    "margin 0.05, 15 % discordant",
    "Tango",
    n,
    "exact",
    shareOf(holds(nonInferiorityBinary), { world, n, rounds }),
  );
  oneSided(
    "margin 0.05, 15 % discordant",
    "Wald",
    n,
    "contrast",
    shareOf(holds(nonInferiorityBinaryWald), { world, n, rounds }),
  );
  const byT = ({ differences }: Sample) => {
    const estimate = pairedT(differences, 0.9);
    return nonInferiority({ ...estimate, difference: estimate.mean, margin: 0.05, confidence: 0.95 }).holds;
  };
  oneSided("margin 0.05, half tied", "t", n, "exact", shareOf(byT, { world: tied(-0.05), n, rounds }));
  // An accuracy is the share of items with the difference 1 of a world whose other items have 0.
  const floor = ({ differences }: Sample) => {
    return aboveFloor({ successes: differences.filter((d) => d === 1).length, n, floor: 0.8, confidence: 0.95 }).holds;
  };
  oneSided("floor 0.8", "Wilson", n, "exact", shareOf(floor, { world: binary(0.8, 0.8), n, rounds }));
}

header(
  "One share: coverage of 95 % intervals, mean over true shares 0.50, 0.51 … 0.99",
  "method",
  "n",
  "mean coverage",
  "lowest",
  "mean ≥ 94 %",
);
for (const [name, interval] of Object.entries({ wilson, clopperPearson })) {
  for (const n of [30, 120, 1000]) {
    const shares = Array.from({ length: 50 }, (_, index) => 0.5 + index / 100);
    const coverages = shares.map((share, index) => {
      const covers = ({ differences }: Sample) => {
        const { low, high } = interval(differences.filter((d) => d === 1).length, n, 0.95);
        return low <= share && share <= high;
      };
      return shareOf(covers, { world: binary(share, share), n, rounds: 1000, seed: index + 1 });
    });
    const mean = coverages.reduce((sum, coverage) => sum + coverage, 0) / coverages.length;
    print(name, n, percent(mean), percent(Math.min(...coverages)), judged(mean >= 0.94));
  }
}

header(
  "Smallest difference seen with 80 % power: predicted and simulated",
  "design",
  "n",
  "predicted",
  "simulated",
  "error",
  "within 10 %",
);
for (const n of [120, 200, 500, 1000]) {
  const world = (difference: number) => binary(0.2, difference);
  const predicted = minimumDetectableMcNemar({ discordant: 0.2, n, alpha, power: 0.8 });
  const simulated = simulatedDetectable(world, n, methods["McNemar exact, Newcombe"], predicted!);
  if (n >= 200) detectable("McNemar exact, 20 % discordant: Connor", n, predicted, simulated);
  const exact = minimumDetectableMcNemarExact({ discordant: 0.2, n, alpha, power: 0.8 });
  detectable("McNemar exact, 20 % discordant: exact power", n, exact, simulated, 0.02);
}
for (const n of [60, 200, 1000]) {
  const predicted = minimumDetectable({ deviation: 1, n, alpha, power: 0.8 });
  detectable("paired t, deviation 1", n, predicted, simulatedDetectable(normal, n, methods["paired t"], predicted));
}
for (const n of [50, 200]) {
  // Design effect of clusters of 5 with intraclass correlation 0.3; rounding to tenths adds 1/1200 to the variance.
  const deviation = Math.sqrt((1 + 1 / 1200) * (1 + 4 * 0.3));
  const predicted = minimumDetectable({ deviation, n: 5 * n, alpha, power: 0.8 });
  const world = (difference: number) => clustered(difference, [5]);
  detectable(
    "clustered t, clusters of 5 (n clusters)",
    n,
    predicted,
    simulatedDetectable(world, n, methods["clustered t"], predicted),
  );
}

console.log(failures === 0 ? "\nAll as promised." : `\n${failures} not as promised.`);
process.exitCode = failures === 0 ? 0 : 1;
