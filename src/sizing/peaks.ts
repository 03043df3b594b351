import type { Residual } from "../protocol/estimate.ts";

/** A stage's memory as it was estimated from formulas alone, and as it was then measured. */
export interface MeasuredPeak {
  cpu: string;
  /** What executed it: measured peaks of one say nothing of another. */
  runtime: string;
  /** The model's, by its file: `llama`, `qwen2`. */
  architecture: string;
  kind: string;
  /** Without any correction. */
  counted_bytes: number;
  measured_bytes: number;
  at: string;
}

/** The latest so many count: an update of the libraries may change what they take. */
const LATEST = 7;
/** A correction beyond is a fault of the formula or of the meter, and is not believed. */
const MOST = 2;

/** By what a correction is known: kinds of stages err differently, and so do architectures. */
export function peakKey({ architecture, kind }: Pick<MeasuredPeak, "architecture" | "kind">): string {
  return `${architecture}/${kind}`;
}

/**
 * What formulas have to be multiplied by on this machine: the median of measured over counted of the latest stages of that kind
 * and architecture. One measurement already says more than none.
 */
export function correctionsFrom(peaks: readonly MeasuredPeak[]): Record<string, number> {
  const ratios = new Map<string, number[]>();
  for (const peak of peaks) {
    const ratio = peak.measured_bytes / peak.counted_bytes;
    if (Number.isFinite(ratio) && ratio > 0) ratios.set(peakKey(peak), [...(ratios.get(peakKey(peak)) ?? []), ratio]);
  }
  const entries = [...ratios].map(([key, all]) => {
    const middle = median(all.slice(-LATEST));
    return [key, Math.min(MOST, Math.max(1 / MOST, middle))] as const;
  });
  return Object.fromEntries(entries);
}

/** How far estimates were off here, before and after learning from what came earlier. */
export function residualsOf(peaks: readonly MeasuredPeak[]): Residual[] {
  const groups = new Map<string, MeasuredPeak[]>();
  for (const peak of peaks) groups.set(peakKey(peak), [...(groups.get(peakKey(peak)) ?? []), peak]);
  return [...groups].map(([key, group]) => {
    const errors = group.map(({ counted_bytes, measured_bytes }) => counted_bytes / measured_bytes - 1);
    const corrected = group.map((peak, index) => {
      const factor = correctionsFrom(group.slice(0, index))[key] ?? 1;
      return Math.abs((peak.counted_bytes * factor) / peak.measured_bytes - 1);
    });
    return {
      key,
      n: group.length,
      bias: median(errors),
      error: median(errors.map(Math.abs)),
      corrected_error: median(corrected),
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
