import { z } from "zod";
import type { Language } from "../messages.ts";
import type { RunState } from "../run-state.ts";

/** One way down: the whole state, drawn again; the host sends it at most ten times a second. */
export interface RunPanelState {
  type: "state";
  language: Language;
  run: RunState;
  /** Codes of notes, errors and the verdict as text in `language`, by what the panel shows. */
  text: {
    error: string | null;
    notes: Record<string, string[]>;
    verdict: string | null;
    gates: Record<string, string[]>;
  };
  /** Whether the host may still stop it. */
  can_stop: boolean;
  can_resume: boolean;
}

/** Many up: what the person wants. */
export const runPanelIntentSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("stop") }),
  z.object({ type: z.literal("resume") }),
  z.object({ type: z.literal("open-report") }),
  z.object({ type: z.literal("open-run-file") }),
  z.object({ type: z.literal("open-log") }),
  z.object({ type: z.literal("reveal-artifact"), stage: z.string() }),
]);
export type RunPanelIntent = z.infer<typeof runPanelIntentSchema>;
