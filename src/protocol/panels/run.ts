import { z } from "zod";
import type { Language } from "../messages.ts";
import type { RunState } from "../run-state.ts";

/** What goes down to the panel: the whole state, drawn again; at most ten times a second, and only while it is visible. */
export type RunPanelMessage = RunPanelState | RunPanelUnavailable;

export interface RunPanelState {
  type: "state";
  language: Language;
  /** The root of the workspace that the run belongs to: kept by the panel, with the run's id, to be restored by. */
  workspace: string;
  run: RunState;
  /** Codes of notes, errors and the verdict as text in `language`, by what the panel shows. */
  text: {
    error: string | null;
    /** By stage id. */
    errors: Record<string, string>;
    /** By stage id. */
    notes: Record<string, string[]>;
    verdict: string | null;
    /** What a reader of the verdict has to know beside it. */
    verdict_notes: string[];
    /** By candidate. */
    gates: Record<string, string[]>;
    /** By metric, then in the order of its pairs. */
    pairs: Record<string, string[]>;
  };
  /** Whether the host may still stop it. */
  can_stop: boolean;
  can_resume: boolean;
}

/** There is no such run (any more), or it cannot be read. */
export interface RunPanelUnavailable {
  type: "unavailable";
  language: Language;
  reason: string;
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

/** What a panel leaves with the editor so that it comes back after a reload. */
export const runPanelMemorySchema = z.object({ workspace: z.string(), run: z.string() });
export type RunPanelMemory = z.infer<typeof runPanelMemorySchema>;
