/** Maps values onto pixels. */
export interface Scale {
  (value: number): number;
  /** Round values within the domain, for ticks. */
  ticks: number[];
}

/** A linear scale from `domain` onto `range`, with about `count` ticks of 1, 2, 2.5 or 5 times a power of ten. */
export function linear(domain: readonly [number, number], range: readonly [number, number], count = 5): Scale {
  const [from, to] = domain;
  const span = to - from || 1;
  const scale = (value: number) => range[0] + ((value - from) / span) * (range[1] - range[0]);
  return Object.assign(scale, { ticks: ticksOf(from, to, count) });
}

function ticksOf(from: number, to: number, count: number): number[] {
  const rough = (to - from) / count;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let index = Math.ceil(from / step - 1e-9); index * step <= to + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** A domain around values with some air, within limits. */
export function around(values: readonly number[], limits: readonly [number, number]): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [Math.max(limits[0], low - air), Math.min(limits[1], high + air)];
}

/** Coordinates with one decimal: enough for a screen, and the same text on every machine. */
export function px(value: number): string {
  return Number(value.toFixed(1)).toString();
}
