import type { Problem } from "../../protocol/problem.ts";
import type { RunDocument } from "../document.ts";
import type { RunSpec } from "../schema.ts";
import { checkData } from "./data.ts";
import { checkEvaluate } from "./evaluate.ts";
import { checkMatrix } from "./matrix.ts";
import { checkQuantize } from "./quantize.ts";
import { checkRules } from "./rules.ts";
import { checkTemplates } from "./templates.ts";

/** What a file of the right form says that cannot work, as far as the file alone tells. No IO. */
export function checkSense(spec: RunSpec, document: RunDocument): Problem[] {
  const checks = [checkData, checkTemplates, checkRules, checkQuantize, checkEvaluate, checkMatrix];
  return checks.flatMap((check) => check(spec, document));
}
