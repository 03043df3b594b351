export interface IntervalProps {
  /** Places on an axis from 0 to 100. */
  low: number;
  mark: number;
  high: number;
  /** Says the same in words. */
  label: string;
  tone?: "better" | "worse" | "open";
  /** Where no difference would be. */
  zero?: number;
  /** A limit that was declared beforehand, dashed. */
  limit?: number | null;
}

const HEIGHT = 12;
const MIDDLE = HEIGHT / 2;

/** A value with its interval, on an axis that a whole column shares. */
export function Interval({ low, mark, high, label, tone = "open", zero, limit = null }: IntervalProps) {
  // Percentages as lengths let the picture stretch with its column while the mark stays round.
  const at = (place: number) => `${place}%`;
  return (
    <svg class={`interval ${tone}`} height={HEIGHT} role="img" aria-label={label}>
      <line class="interval-axis" x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} />
      {zero === undefined ? null : <line class="interval-zero" x1={at(zero)} x2={at(zero)} y1="0" y2={HEIGHT} />}
      {limit === null ? null : <line class="interval-limit" x1={at(limit)} x2={at(limit)} y1="0" y2={HEIGHT} />}
      <line class="interval-range" x1={at(low)} x2={at(high)} y1={MIDDLE} y2={MIDDLE} />
      <circle class="interval-mark" cx={at(mark)} cy={MIDDLE} r="3.5" />
    </svg>
  );
}
