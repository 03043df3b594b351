import { directory } from "../models/directory/directory.ts";
import type { GridCell } from "../protocol/advice.ts";
import { devices } from "../sizing/device-table.ts";
import type { Device } from "../sizing/device-type.ts";
import { fitOn } from "../sizing/fit.ts";
import { readRequest } from "../sizing/read-request.ts";
import type { Wish } from "./wish.ts";

/** What fits where: every model in every quantization on every device, for so many users with so much context. */
export function fitGrid(
  { archs, quants, devices }: { archs: readonly string[]; quants: readonly string[]; devices: readonly Device[] },
  { users, context }: { users: number; context: number },
): GridCell[] {
  return archs.flatMap((arch) =>
    quants.flatMap((quant) => {
      const { request } = readRequest({ arch, quant, users, context });
      return devices.map((device) => ({ arch, quant, ...fitOn(request, device) }));
    }),
  );
}

const quantizations = ["q4_k_m", "q6_k", "q8_0", "bf16"] as const;

/** The grid of the models for a task, on what is owned, else on every device of the table. */
export function gridFor({ use, owned, users, context }: Pick<Wish, "use" | "owned" | "users" | "context">): GridCell[] {
  const archs = directory.filter((model) => !model.old && model.use.includes(use)).flatMap(({ arch }) => arch ?? []);
  const places = owned.length > 0 ? owned.map(({ device }) => device) : devices;
  return fitGrid({ archs: [...new Set(archs)], quants: quantizations, devices: places }, { users, context });
}
