import { requireCount } from "./checks.ts";
import { binomialCdf } from "./distributions.ts";

/**
 * McNemar's exact test on the items that exactly one of two has right: two-sided p of Binomial(aOnly + bOnly, ½), which
 * is the sign test (McNemar 1947; exact form: Liddell 1983). 1 when the two never disagree.
 * Conservative: at a nominal 5 % it errs less often, the more so the fewer items are discordant.
 * Throws `stats-out-of-range` unless both are whole and not negative.
 */
export function mcnemarExact(aOnly: number, bOnly: number): number {
  requireCount("aOnly", aOnly);
  requireCount("bOnly", bOnly);
  return Math.min(1, 2 * binomialCdf(Math.min(aOnly, bOnly), aOnly + bOnly, 0.5));
}
