import type { DeviceFit } from "../protocol/estimate.ts";
import type { Device } from "../sizing/device-type.ts";
import { fitOn } from "../sizing/fit.ts";
import { readRequest } from "../sizing/read-request.ts";

export interface GridCell extends DeviceFit {
  arch: string;
  quant: string;
}

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
