/** Text for people lives at the edge: below it there are codes with parameters. Each folder owns a table of its codes. */

export type Language = "en" | "zh-cn";
export type Params = Readonly<Record<string, string | number>>;
/** One message in every language we speak. `{name}` is replaced by the parameter of that name. */
export type Message = Readonly<Record<Language, string>>;
export type Messages = Readonly<Record<string, Message>>;

/** Types a folder's table so that its codes can be checked where they are raised. */
export function defineMessages<const T extends Messages>(table: T): T {
  return table;
}

/**
 * Fills `{name}` places. A parameter that is missing stays visible as `{name}`, so a mistake is seen and nothing throws.
 * A part in `[[double brackets]]` is said only where all its parameters are given.
 */
export function fill(template: string, params: Params): string {
  const has = (name: string) => Object.hasOwn(params, name);
  return template
    .replace(/\[\[(.*?)\]\]/g, (_, part: string) =>
      [...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => has(name!)) ? part : "",
    )
    .replace(/\{(\w+)\}/g, (place, name: string) => (has(name) ? String(params[name]) : place));
}
