import type { Happening } from "../../../src/protocol/event.ts";
import type { PlannedStage, StageKind } from "../../../src/protocol/plan.ts";

export function plannedStage(id: string, kind: StageKind, key = "0".repeat(64)): PlannedStage {
  return {
    id,
    kind,
    variant: null,
    candidate: null,
    key,
    inputs: [],
    engine: "embedded",
    reused_from: null,
    estimate: { memory_bytes: null, seconds: null, disk_bytes: null },
  };
}

export function runStarted(stages: PlannedStage[]): Happening {
  return {
    type: "run.started",
    name: "mail-triage",
    file: "mail-triage.run.yaml",
    workspace: "/workspace",
    pid: process.pid,
    machine: { platform: "linux", arch: "x64", cpu: "a cpu", physical_cores: 2, memory_bytes: 8e9, threads: 2 },
    versions: { deepextension: "0.1.0" },
    spec_sha256: "1".repeat(64),
    data: { test: { sha256: "2".repeat(64), items: 12 } },
    variants: [{ name: "", values: {}, candidates: ["base"] }],
    stages,
  };
}
