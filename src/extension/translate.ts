import type { Language } from "../protocol/messages.ts";

/**
 * `vscode.l10n.t`, passed in: English text is its own key, `{0}` `{1}` are its parameters, and the translations are in
 * `l10n/`. The first argument is always a literal, so that a test can hold the bundle to what the code says.
 */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** What an editor without translations does. */
export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));

/** Of the languages that we speak, the one that an editor's locale asks for. */
export function languageOf(locale: string): Language {
  return /^zh\b(?!.*\b(tw|hk|hant)\b)/i.test(locale) ? "zh-cn" : "en";
}
