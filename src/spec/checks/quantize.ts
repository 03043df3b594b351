import type { Problem } from "../../protocol/problem.ts";
import type { RunDocument } from "../document.ts";
import { importanceMatrixTypes } from "../quantization.ts";
import type { RunSpec } from "../schema.ts";
import { problemAt } from "./at.ts";

export function checkQuantize({ quantize }: RunSpec, document: RunDocument): Problem[] {
  return quantize.flatMap((type, index) => {
    const path = ["quantize", index];
    if (quantize.indexOf(type) < index) {
      return [problemAt(document, path, "duplicate-quantization", { type }, { severity: "warning" })];
    }
    if (importanceMatrixTypes.has(type)) return [problemAt(document, path, "needs-importance-matrix", { type })];
    if (type === "f16") return [problemAt(document, path, "f16-is-reference", {}, { severity: "warning" })];
    return [];
  });
}
