import type { Language } from "../../src/protocol/messages.ts";

type Entry = Readonly<Record<Language, string>>;

/** Types a panel's texts; each has both languages, `{0}` `{1}` are its parameters. */
export function defineTexts<const T extends Readonly<Record<string, Entry>>>(table: T): T {
  return table;
}

export type Say<T> = (key: keyof T, ...args: (string | number)[]) => string;

export function sayIn<T extends Readonly<Record<string, Entry>>>(table: T, language: Language): Say<T> {
  return (key, ...args) =>
    table[key]![language].replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
}
