import { loadKit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import type { Drawing } from "./run-items.ts";

/** What pure views need of the editor: its language, its locale's dates, and the texts of codes. */
export async function drawingOf({ t, language }: Pick<Services, "t" | "language">): Promise<Drawing> {
  const kit = await loadKit();
  const dates = new Intl.DateTimeFormat(language, {
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
  return {
    t,
    language,
    textOf: (code, params) => kit.textOf(code, params, language),
    when: (iso) => {
      const date = new Date(iso);
      return Number.isNaN(date.getTime()) ? iso : dates.format(date);
    },
  };
}
