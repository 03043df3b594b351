import type { ReportInput } from "./facts.ts";

/** The verdict and the facts around it, without the single steps and scores: those are in the run's own files. */
export function jsonReport({ run, verdict, examples = [], looks, runFile }: ReportInput): string {
  const { verdict: _, stages, ...facts } = run;
  const report = {
    format: "deepextension-report",
    version: 1,
    run: {
      ...facts,
      stages: stages.map(({ steps, evaluations, progress: _progress, ...stage }) => ({
        ...stage,
        last_loss: steps.at(-1)?.loss ?? null,
        last_validation_loss: evaluations.at(-1)?.loss ?? null,
      })),
    },
    verdict,
    ...(looks ? { looks } : {}),
    examples,
    run_file: runFile,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
