import type { Happening } from "../../protocol/event.ts";
import type { Raise } from "./alarm.ts";

/** Turns how things stand into events, one when an alarm begins and one when it ends. */
export function alarmBoard(say: (happening: Happening) => void): Raise {
  const open = new Set<string>();
  return (alarm, stage, params) => {
    const key = `${alarm}\0${stage ?? ""}`;
    if (params !== null && !open.has(key)) {
      open.add(key);
      say({ type: "alarm.raised", alarm, stage, params: { ...params } });
    }
    if (params === null && open.delete(key)) say({ type: "alarm.cleared", alarm, stage });
  };
}
