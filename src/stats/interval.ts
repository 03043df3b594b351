/** A confidence interval. Units are those of the estimate. */
export interface Interval {
  low: number;
  high: number;
}
