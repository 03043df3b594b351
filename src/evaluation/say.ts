import type { Saying } from "../protocol/comparison.ts";
import { fill, type Language, type Messages } from "../protocol/messages.ts";
import { evaluationMessages } from "./messages.ts";

/** A saying of this folder as a sentence. A code without a text would be a mistake of ours, so it throws. */
export function say({ code, params }: Saying, language: Language = "en"): string {
  const message = (evaluationMessages as Messages)[code];
  if (!message) throw new Error(`no text for ${code}`);
  return fill(message[language], params);
}
