import type { Language } from "../protocol/messages.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The language that was asked for, else the system's: Chinese where it says so, English otherwise. */
export function languageOf(asked: string | undefined, environment: Environment, locale = systemLocale()): Language {
  if (asked === "en" || asked === "zh-cn") return asked;
  // In POSIX's order; an empty variable counts as none.
  const written = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || locale;
  return /^zh\b|^zh[_-]/i.test(written) ? "zh-cn" : "en";
}

/** Windows has no such variables; Node asks the system. */
function systemLocale(): string {
  return Intl.DateTimeFormat().resolvedOptions().locale;
}
