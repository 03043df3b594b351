import type { Problem } from "../protocol/problem.ts";
import { prepare } from "./prepare.ts";

/**
 * Everything that is wrong with a run file, its references and its data, without running anything.
 * Which engine a stage would need is the plan's to say: a file for another machine is not a wrong file.
 */
export async function checkFile(
  file: string,
  options: { workspace?: string; signal?: AbortSignal } = {},
): Promise<Problem[]> {
  const { problems, plan } = await prepare(file, options);
  const ofPlan = new Set(plan?.problems.map(({ code }) => code));
  return problems.filter(({ code }) => !ofPlan.has(code));
}
