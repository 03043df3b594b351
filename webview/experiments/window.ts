/** Of a row, pixels: the same for all, so that the place of each is known without drawing those before it. */
export const ROW_HEIGHT = 28;
/** Rows that the host is asked for at once, and how many of them may be left beyond the screen before more are asked for. */
const COUNT = 200;
const SLACK = 40;

/** The window to ask for when these rows are on the screen; null: what is here is enough. */
export function windowFor(
  screen: { first: number; count: number },
  here: { from: number; count: number },
  total: number,
): { from: number; count: number } | null {
  const last = Math.min(total, screen.first + screen.count);
  const low = Math.max(0, screen.first - SLACK);
  const high = Math.min(total, last + SLACK);
  if (low >= here.from && high <= here.from + here.count) return null;
  const middle = Math.round((screen.first + last) / 2);
  const count = Math.max(COUNT, screen.count + 2 * SLACK);
  const from = Math.max(0, Math.min(middle - Math.round(count / 2), total - count));
  return from === here.from && here.count >= Math.min(count, total) ? null : { from, count: Math.min(500, count) };
}
