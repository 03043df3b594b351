import type { Estimate } from "../protocol/plan.ts";
import type { RunSpec } from "../spec/schema.ts";
import type { PlanFacts } from "./facts.ts";
import type { StageWork } from "./stage.ts";

export function estimateOf(_work: StageWork, _spec: RunSpec, _facts: PlanFacts): Estimate {
  return { memory_bytes: null, seconds: null, disk_bytes: null };
}
