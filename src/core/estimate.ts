import { readFile, stat } from "node:fs/promises";
import { readModelFacts } from "../models/inspect.ts";
import { listModels } from "../models/known.ts";
import type { Estimate } from "../protocol/estimate.ts";
import { CodedError } from "../protocol/problem.ts";
import { devices } from "../sizing/device-table.ts";
import { estimate } from "../sizing/estimate.ts";
import { fitOn } from "../sizing/fit.ts";
import { type PriceTable, priceTableSchema } from "../sizing/price-table.ts";
import { type EstimateOptions, readRequest } from "../sizing/read-request.ts";
import { type ReadShape, shapeOfFacts } from "../sizing/read-shape.ts";

/**
 * Memory, time and cost of serving or training a model, and on which devices it fits. A model that is a file, a folder or an id
 * of this machine is read from its header. Throws `CodedError` for names that mean nothing.
 */
export async function estimateWork(options: EstimateOptions): Promise<Estimate> {
  const local = options.read ? null : await readLocal(options);
  const said = {
    ...options,
    ...(local && { read: local.read, quant: options.quant ?? quantOf(options, local.quant) }),
  };
  const { request, assumptions } = readRequest(said);
  const tried = request.device ? [request.device] : devices;
  return { ...estimate(request), fits: tried.map((device) => fitOn(request, device)), assumptions };
}

/** The shape of a model that lies here, and its precision; null for a name that is only a name. */
async function readLocal({ model, arch, params }: EstimateOptions): Promise<{ read: ReadShape; quant: string } | null> {
  if (model === undefined || arch !== undefined || params !== undefined) return null;
  const known = (await listModels()).find(({ id, path }) => id === model && path !== null);
  const file = known?.path ?? ((await isThere(model)) ? model : null);
  if (file === null) return null;
  const facts = await readModelFacts(file);
  const shape = shapeOfFacts(facts);
  return (
    shape && { read: { name: facts.name ?? model, shape, guessed: false }, quant: facts.quantization.toLowerCase() }
  );
}

/** A GGUF file is served as it is; what is trained is its 16-bit or 4-bit copy. */
function quantOf({ method = "serve" }: EstimateOptions, quantization: string): string | undefined {
  return method === "serve" ? quantization : undefined;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false, // it is a name, then
  );
}

/** A person's table of prices. Throws `prices-wrong` with what is wrong in it. */
export async function readPriceTable(file: string): Promise<PriceTable> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CodedError("prices-wrong", { file, reason: error.code ?? error.message });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CodedError("prices-wrong", { file, reason: (error as Error).message });
  }
  const parsed = priceTableSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CodedError("prices-wrong", { file, reason: `${issue?.path.join(".")}: ${issue?.message}` });
}
