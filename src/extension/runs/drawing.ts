import type { Language, Params } from "../../protocol/messages.ts";
import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import type { Translate } from "../translate.ts";

/** What drawing needs besides the state. */
export interface Drawing {
  t: Translate;
  language: Language;
  /** Text of a code of the layers below. */
  textOf: (code: string, params: Params) => string;
  /** Local date and time of an ISO time. */
  when: (iso: string) => string;
  /** A day as people write it, from `2026-11-24`. */
  day: (date: string) => string;
}

/** What pure views need of the editor: its language, its locale's dates, and the texts of codes. */
export async function drawingOf({ t, language }: Pick<Services, "t" | "language">): Promise<Drawing> {
  const kit = await loadKit();
  const times = new Intl.DateTimeFormat(language, {
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
  const days = new Intl.DateTimeFormat(language, { weekday: "short", year: "numeric", month: "short", day: "numeric" });
  const format = (dates: Intl.DateTimeFormat, text: string) => {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? text : dates.format(date);
  };
  return {
    t,
    language,
    textOf: (code, params) => kit.textOf(code, params, language),
    when: (iso) => format(times, iso),
    // Without a time of day the text would be read as midnight in Greenwich.
    day: (date) => format(days, `${date}T12:00:00`),
  };
}
