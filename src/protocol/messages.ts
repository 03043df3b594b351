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

/** Fills `{name}` places. A parameter that is missing stays visible as `{name}`, so a mistake is seen and nothing throws. */
export function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => (name in params ? String(params[name]) : place));
}
