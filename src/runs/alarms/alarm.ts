import type { Params } from "../../protocol/messages.ts";

export type AlarmCode =
  | "alarm-no-step"
  | "alarm-not-a-number"
  | "alarm-loss-diverged"
  | "alarm-disk-full"
  | "alarm-log-waits"
  | "alarm-memory"
  | "alarm-budget-hours"
  | "alarm-budget-cost"
  | "alarm-no-queue";

/** Says how things stand: with parameters, the alarm holds; with null it does not. Saying the same again changes nothing. */
export type Raise = (alarm: AlarmCode, stage: string | null, params: Params | null) => void;
