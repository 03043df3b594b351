import { isLive } from "../../protocol/run-state.ts";
import type { Services } from "../services.ts";
import type { RunRef, ShownRun } from "./tracked-run.ts";

/** Resolves when the run is over, or is no longer there. */
export function endOf({ library }: Pick<Services, "library">, ref: RunRef): Promise<ShownRun | null> {
  return new Promise((resolve) => {
    const look = () => {
      const shown = library.find(ref);
      if (shown && (shown.state.last_seq === 0 || isLive(shown.state))) return;
      listening.dispose();
      resolve(shown);
    };
    const listening = library.onDidChange(look);
    look();
  });
}
