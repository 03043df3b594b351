import type { Language } from "../protocol/messages.ts";
import type { KnownModel } from "../protocol/model.ts";
import { word } from "./messages.ts";

/** A known model in a line or two of Markdown. */
export function describeModel(model: KnownModel, language: Language): string {
  const facts = [
    model.parameters === null ? null : word("parameters", language, { count: shortCount(model.parameters) }),
    model.quantization,
    model.size_bytes === null ? null : `${(model.size_bytes / 1e6).toFixed(0)} MB`,
    model.license,
    word(model.path === null ? "to-download" : "here-already", language),
  ];
  return `**${model.title}**\n\n${facts.filter((fact) => fact !== null).join(" · ")}`;
}

function shortCount(count: number): string {
  return count >= 1e9 ? `${(count / 1e9).toFixed(1)} B` : `${(count / 1e6).toFixed(0)} M`;
}
