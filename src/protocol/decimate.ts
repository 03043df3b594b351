/**
 * Which points of a line to draw where there are more than the screen has places: of each bucket of neighbours the lowest
 * and the highest, and the first and the last of all, so that no spike and no dip is lost. Returns indices, ascending; all
 * of them where they fit. Values that are no number are left out of the choice, but for a bucket that holds nothing else.
 *
 * @param values by step, in order; null or NaN where there is none
 * @param most how many indices may be returned; at least 4
 */
export function decimate(values: ArrayLike<number | null>, most: number): number[] {
  const { length } = values;
  if (length <= most) return Array.from({ length }, (_, index) => index);
  const buckets = Math.max(1, Math.floor((most - 2) / 2));
  const chosen = new Set<number>([0, length - 1]);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * length) / buckets);
    const to = Math.floor(((bucket + 1) * length) / buckets);
    let low = -1;
    let high = -1;
    for (let index = from; index < to; index += 1) {
      const value = values[index];
      if (value === null || value === undefined || Number.isNaN(value)) continue;
      if (low < 0 || value < values[low]!) low = index;
      if (high < 0 || value > values[high]!) high = index;
    }
    chosen.add(low < 0 ? from : low);
    chosen.add(high < 0 ? from : high);
  }
  return [...chosen].sort((a, b) => a - b);
}
