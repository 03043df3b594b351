import type { DeviceFit } from "../protocol/estimate.ts";
import { usableBytes } from "./device.ts";
import type { Device } from "./device-type.ts";
import { engineOf, kindOf, memoryParts, speedOf } from "./estimate.ts";
import type { EstimateRequest } from "./estimate-request.ts";
import { totalBytes } from "./inference.ts";
import { rangeOf } from "./interval.ts";
import { largest } from "./largest.ts";

const MOST_TOKENS = 2_000_000;
const MOST_USERS = 100_000;

/**
 * Whether the work fits so many of a device: `fits` if even the high estimate does, `tight` if the likely one does. Memory is
 * judged as a full card has it (metric `capacity`), whatever meter the estimate itself speaks of.
 */
export function fitOn(request: EstimateRequest, device: Device): DeviceFit {
  const count = request.gpus;
  const usable = usableBytes(device) * count;
  const asked: EstimateRequest = { ...request, metric: "capacity", device };
  const needed = needOf(asked);
  const { high } = rangeOf(needed, kindOf(asked), { guessed: request.guessed });
  const verdict = high <= usable ? "fits" : needed <= usable ? "tight" : "no";
  const serve = asked.method === "serve" ? asked : null;
  const engine = engineOf(device);
  return {
    device: device.name,
    count,
    verdict,
    needed_bytes: needed,
    usable_bytes: usable,
    max_context: largest((tokens) => needOf(withTokens(asked, tokens)), usable, MOST_TOKENS),
    max_users: serve ? largest((users) => needOf({ ...serve, users }), usable, MOST_USERS) : 0,
    tokens_per_second: serve && engine && verdict !== "no" ? speedOf(serve, engine).tokens_per_second : null,
  };
}

/** Devices that share work one after the other or in shards each need their own part: the fullest one decides. */
function needOf(request: EstimateRequest): number {
  const { parts, perDevice } = memoryParts(request);
  return Math.max(totalBytes(parts), perDevice * request.gpus);
}

function withTokens(request: EstimateRequest, tokens: number): EstimateRequest {
  if (request.method !== "serve") return { ...request, length: tokens };
  return { ...request, context: tokens, answer: Math.min(request.answer, tokens) };
}
