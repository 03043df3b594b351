import type { Endpoint } from "../protocol/endpoint.ts";
import type { Decode } from "../protocol/job.ts";
import { cellName, expandMatrix, type MatrixCell } from "./matrix.ts";
import type { RunSpec } from "./schema.ts";
import { resolveEndpoint } from "./schema-endpoint.ts";
import type { EvaluateSpec } from "./schema-evaluate.ts";

/** A model that one cell of the matrix yields and that is judged. */
export interface Candidate {
  /** Unique in its cell: a rival's own name, `reference`, or the quantization. */
  name: string;
  role: "rival" | "reference" | "quantized";
  /** What a run file would write as `model`. For a rival the model it is; otherwise the base that was tuned or quantized. */
  model: string;
  /** The model behind an address that a rival is; null: it is `model`, and is here. */
  endpoint: Endpoint | null;
  /** llama.cpp's name; null where nothing was quantized. */
  quantization: string | null;
  decode: Decode;
  /** Answers to each item; 1 at temperature 0, where all would be equal. */
  repeats: number;
  /** Training rows shown before the question. */
  shots: number;
  /** The system turn in place of the data's own; null: the data's. */
  system: string | null;
}

/** Names that a rival can't have, as they mean something already. `base` is free: it is what a rival is usually called. */
export const reservedNames: readonly string[] = ["reference"];

/**
 * The candidates of one cell (`expandMatrix(spec)[n].spec`): rivals in the file's order, the reference, the
 * quantizations in the file's order. Empty without an `evaluate` block: nothing is judged then.
 * The reference is the merged f16 model; without `train` it is the base itself in f16, and is called `base` unless a
 * rival has that name.
 */
export function candidatesOf(spec: RunSpec): Candidate[] {
  const { evaluate } = spec;
  if (!evaluate) return [];
  const own = { model: spec.model, endpoint: null, ...asked(evaluate, {}) };
  const rivals = evaluate.rivals.map((rival): Candidate => {
    const endpoint = rival.endpoint ? resolveEndpoint(rival.endpoint) : null;
    const model = endpoint?.model ?? rival.model ?? spec.model;
    return { name: rival.name, role: "rival", model, endpoint, quantization: null, ...asked(evaluate, rival) };
  });
  const reference: Candidate = { ...own, name: referenceName(spec), role: "reference", quantization: null };
  const quantized = quantizationsOf(spec).map(
    (type): Candidate => ({ ...own, name: type, role: "quantized", quantization: type }),
  );
  return [...rivals, reference, ...quantized];
}

type Rival = EvaluateSpec["rivals"][number];

/** How a candidate is asked: as all are, but for what a rival says for itself. */
function asked(
  { decode }: EvaluateSpec,
  rival: Partial<Rival>,
): Pick<Candidate, "decode" | "repeats" | "shots" | "system"> {
  const temperature = rival.temperature ?? decode.temperature;
  // `none` is a rival's default and can't be told from being left out; what all are held to holds for it then.
  const own = rival.constrain ?? "none";
  const constrain = own === "none" ? decode.constrain : own;
  return {
    decode: { temperature, max_tokens: decode.max_tokens, constrain },
    repeats: temperature > 0 ? (rival.repeats ?? decode.repeats) : 1,
    shots: rival.shots ?? decode.shots,
    system: rival.system ?? decode.system ?? null,
  };
}

/** Keys of `evaluate.decode` that a rival may have for itself. */
const ownKeys = ["shots", "system", "temperature", "repeats", "constrain"] as const;

/** What the reference is called: `reference`, or `base` where nothing is trained and no rival took that name. */
export function referenceName(spec: RunSpec): string {
  if (spec.train || spec.evaluate?.rivals.some(({ name }) => name === "base")) return "reference";
  return "base";
}

/** Quantizations to make, each once. f16 is the reference, which is always there. */
export function quantizationsOf(spec: RunSpec): RunSpec["quantize"] {
  return [...new Set(spec.quantize)].filter((type) => type !== "f16");
}

/** A candidate's name in the whole run: `rank=16/q4_k_m`. What several cells share has no part of the name that differs. */
export function fullName(spec: RunSpec, cell: MatrixCell, candidate: Candidate): string {
  const paths = Object.keys(spec.matrix).filter((path) => matters(path, cell.spec, candidate));
  const prefix = cellName(spec.matrix, cell.values, paths);
  return prefix === "" ? candidate.name : `${prefix}/${candidate.name}`;
}

/** Whether a path of the matrix changes what a candidate answers. */
function matters(path: string, spec: RunSpec, candidate: Candidate): boolean {
  const [section] = path.split(".");
  const untrained = candidate.role === "rival" || !spec.train;
  if (section === "train" || section === "engine") return !untrained;
  if (section === "model") return candidate.role !== "rival" || (!candidate.endpoint && candidate.model === spec.model);
  if (section === "quantize") return candidate.role === "quantized";
  if (section === "evaluate") return !isOwn(path, spec, candidate);
  return section === "data";
}

/** Whether a rival has its own value for what the matrix varies, so that it is the same in every cell. */
function isOwn(path: string, { evaluate }: RunSpec, { name, role }: Candidate): boolean {
  const rival = role === "rival" ? evaluate?.rivals.find((one) => one.name === name) : undefined;
  const key = ownKeys.find((known) => path === `evaluate.decode.${known}`);
  if (!rival || key === undefined) return false;
  return key === "constrain" ? rival.constrain !== "none" : rival[key] !== undefined;
}

/** All candidates of a run with their full names, each once, with the first cell that yields it. */
export function candidatesOfRun(spec: RunSpec): { name: string; cell: MatrixCell; candidate: Candidate }[] {
  const found = new Map<string, { name: string; cell: MatrixCell; candidate: Candidate }>();
  for (const cell of expandMatrix(spec)) {
    for (const candidate of candidatesOf(cell.spec)) {
      const name = fullName(spec, cell, candidate);
      if (!found.has(name)) found.set(name, { name, cell, candidate });
    }
  }
  return [...found.values()];
}
