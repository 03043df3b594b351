import { unbroken } from "../words.ts";

/** Markup that was made here, so it needs no escaping. There is no other way to make one than the tag below. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | null | false | readonly Part[];

/** A template whose values are escaped, unless they are markup themselves. Null and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const parts = strings.map((string, index) => string + (index < values.length ? render(values[index]!) : ""));
  return { markup: parts.join("") };
}

function render(part: Part): string {
  if (part === null || part === false) return "";
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "markup" in part ? part.markup : part.map(render).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text for an element or a quoted attribute. What HTML can't hold is made visible: control characters as their pictures,
 * halves of surrogate pairs as the replacement character.
 */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character]!)
    .replace(/\p{Cc}/gu, pictured)
    .replace(/\p{Surrogate}/gu, "\ufffd");
}

function pictured(control: string): string {
  if (control === "\n" || control === "\t" || control === "\r") return control;
  const code = control.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
}

/** A name that may be long, such as `rank=16,learning_rate=0.002/q4_k_m`, with places where a line may break. */
export function nameMarkup(name: string): Markup {
  return html`${name.split(/(?<=[,/=])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`))}`;
}

/** A sentence of ours, in which back quotes stand around code. */
export function prose(sentence: string): Markup {
  const parts = unbroken(sentence)
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return html`${parts}`;
}
