import type { Item } from "../protocol/item.ts";
import type { Problem } from "../protocol/problem.ts";
import { digest } from "./check-leaks.ts";
import type { Summary } from "./summary.ts";

/** From this share on repetition shapes what is learned or measured; below it, it is usually how the data is. */
const worthAWarning = 0.05;

/**
 * Rows of one split that say the same again, and rows that ask the same and answer differently: of those a model can
 * have only one right. Each kind is one problem that names the later rows.
 */
export function checkDuplicates(items: readonly Item[], say: Summary): Problem[] {
  const answers = new Map<string, { first: Item; answers: Set<string> }>();
  const repeated: Item[] = [];
  const contradicting: Item[] = [];
  let earlier: Item | undefined;
  let other: Item | undefined;
  for (const item of items) {
    const key = digest(promptOf(item));
    const known = answers.get(key);
    if (!known) {
      answers.set(key, { first: item, answers: new Set([item.answer]) });
    } else if (known.answers.has(item.answer)) {
      repeated.push(item);
      earlier ??= known.first;
    } else {
      known.answers.add(item.answer);
      contradicting.push(item);
      other ??= known.first;
    }
  }
  const severity = (found: readonly Item[]) => (found.length >= items.length * worthAWarning ? "warning" : "info");
  return [
    ...say("rows-repeated", repeated, twin(earlier), severity(repeated)),
    ...say("rows-contradict", contradicting, twin(other), "warning"),
  ];
}

function twin(item: Item | undefined): Record<string, string | number> {
  return item ? { other_file: item.source.file, other_row: item.source.row } : {};
}

function promptOf({ messages }: Item): string {
  return messages.map(({ role, content }) => `${role}\n${content}`).join("\n");
}
