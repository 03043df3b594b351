// A process that trains and can be killed: told its job and rows over IPC, it says what `trainJob` says.
import type { TrainingRows } from "../../src/engines/embedded/native/train/train.ts";
import { trainJob } from "../../src/engines/embedded/native/train/train.ts";
import type { JobOf } from "../../src/protocol/job.ts";
import { CodedError } from "../../src/protocol/problem.ts";

export interface ChildJob {
  job: JobOf<"train">;
  rows: { [Split in keyof TrainingRows]: { id: string; tokens: number[]; targets: number[] }[] };
}

const stop = new AbortController();
const say = (message: unknown) => void process.send?.(message);

process.on("message", async (message: ChildJob | "stop") => {
  if (message === "stop") return stop.abort();
  const typed = (rows: ChildJob["rows"]["train"]) =>
    rows.map(({ id, tokens, targets }) => ({
      id,
      tokens: Int32Array.from(tokens),
      targets: Float32Array.from(targets),
    }));
  const rows = { train: typed(message.rows.train), validation: typed(message.rows.validation) };
  try {
    const facts = await trainJob(message.job, rows, say, stop.signal);
    say({ type: "done", peak_memory_bytes: process.resourceUsage().maxRSS * 1024, facts });
  } catch (error) {
    const coded = error instanceof CodedError ? error : new CodedError("internal-error", { detail: String(error) });
    say({ type: "failed", code: coded.code, params: coded.params });
  }
  process.disconnect();
});
