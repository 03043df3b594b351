import type { Problem } from "../../protocol/problem.ts";
import type { RunDocument } from "../document.ts";
import type { RunSpec } from "../schema.ts";
import { checkData } from "./data.ts";
import { checkEndpoints } from "./endpoints.ts";
import { checkEvaluate } from "./evaluate.ts";
import { checkJudges } from "./judges.ts";
import { checkMatrix } from "./matrix.ts";
import { checkQuantize } from "./quantize.ts";
import { checkRules } from "./rules.ts";
import { checkTemplates } from "./templates.ts";
import { checkTrain } from "./train.ts";

/** What a file of the right form says that cannot work, as far as the file alone tells. No IO. */
export function checkSense(spec: RunSpec, document: RunDocument): Problem[] {
  const checks = [
    checkData,
    checkTemplates,
    checkRules,
    checkTrain,
    checkQuantize,
    checkEvaluate,
    checkEndpoints,
    checkJudges,
    checkMatrix,
  ];
  return checks.flatMap((check) => check(spec, document));
}
