import { formatAmount, formatBytes } from "../../protocol/format.ts";
import type { PlanReport } from "../../protocol/plan.ts";
import type { Translate } from "../translate.ts";

/** What a run would send to other machines and what that costs: said before it runs. */
export function leavingLines({ total }: Pick<PlanReport, "total">, t: Translate): string[] {
  const size = total.leaves_machine_bytes === 0 ? t("nothing") : formatBytes(total.leaves_machine_bytes);
  const where = total.hosts ? t("{0} to {1}", size, total.hosts.join(", ")) : size;
  const costs = (total.costs ?? []).map(({ amount, currency }) =>
    t("Costs at most about {0} {1}", formatAmount(amount), currency),
  );
  return [t("Leaves this machine: {0}", where), ...costs];
}
