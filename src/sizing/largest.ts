/**
 * The largest whole number up to `most` at which `bytesAt` is within `capacity`; 0 where not even 1 is. `bytesAt` must not
 * fall with its argument.
 */
export function largest(bytesAt: (count: number) => number, capacity: number, most: number): number {
  if (bytesAt(1) > capacity) return 0;
  let low = 1;
  let high = 2;
  while (high < most && bytesAt(high) <= capacity) {
    low = high;
    high *= 2;
  }
  high = Math.min(high, most + 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (bytesAt(middle) <= capacity) low = middle;
    else high = middle;
  }
  return low;
}
