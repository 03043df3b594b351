import type { DirectoryModel } from "../models/directory/entry.ts";
import type { Advice, AdviceOption } from "../protocol/advice.ts";
import { decidingRunFile } from "./deciding-run.ts";
import { hostedOption, localOptions } from "./options.ts";
import type { Known, Wish } from "./wish.ts";

/**
 * Options for a piece of work, what to begin with and what to move to. Smallest first: a small model that is good enough is cheaper
 * in every way, and a run on one's own data says whether it is. Quality that nobody measured on that data is left empty.
 */
export function advise(wish: Wish, directory: readonly DirectoryModel[], known: Known): Advice {
  const fitting = directory.filter(
    (model) => !model.old && model.use.includes(wish.use) && (wish.modality === "text" || model.modality !== "text"),
  );
  const options = fitting
    .flatMap((model) => (model.endpoint ? hostedOption(model, wish) : localOptions(model, wish)))
    .map((option) => ({ ...option, quality: known.quality.get(option.model) ?? null }))
    .sort(bySize);
  const possible = options.filter(({ against }) => against.length === 0);
  const start = possible[0] ?? null;
  const next = start && nextOf(start, possible);
  const devices = wish.owned.map(({ device, count }) => (count > 1 ? `${count} × ${device.name}` : device.name));
  // Where the first step is a hosted model there is nothing to train.
  const run_file =
    start && next && start.parameters !== null ? decidingRunFile(wish, [start, next], directory, known.here) : null;
  return { start, next, move_when: next ? reasons(start, next) : [], options, devices, run_file };
}

/** What is owned and small comes first, what is hosted last, by price. */
function bySize(a: AdviceOption, b: AdviceOption): number {
  if (a.parameters !== null && b.parameters !== null)
    return a.parameters - b.parameters || (a.per_month ?? 0) - (b.per_month ?? 0);
  if (a.parameters === null && b.parameters === null) return byPrice(a.per_thousand_answers, b.per_thousand_answers);
  return a.parameters === null ? 1 : -1;
}

/** What has no known price comes last: it is not free. */
function byPrice(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

/** A step that one would notice: about three times the weights, else the next larger, else a hosted one. */
function nextOf(start: AdviceOption, possible: readonly AdviceOption[]): AdviceOption | null {
  const size = start.parameters ?? 0;
  const larger = possible.filter(({ parameters }) => parameters !== null && parameters > size);
  const hosted = possible.find(({ parameters, model }) => parameters === null && model !== start.model);
  return larger.find(({ parameters }) => (parameters ?? 0) >= 3 * size) ?? larger[0] ?? hosted ?? null;
}

function reasons(start: AdviceOption, next: AdviceOption): Advice["move_when"] {
  const why: Advice["move_when"] = [{ code: "move-quality", params: { next: next.model } }];
  if (start.fit && start.device !== null) {
    why.push({ code: "move-users", params: { users: start.fit.max_users, device: start.device } });
    why.push({ code: "move-context", params: { context: start.fit.max_context, device: start.device } });
  }
  return [...why, { code: "move-split", params: { start: start.model, next: next.model } }];
}
