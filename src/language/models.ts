import { formatCount } from "../protocol/format.ts";
import type { Language } from "../protocol/messages.ts";
import type { KnownModel, ModelFacts } from "../protocol/model.ts";
import { word } from "./messages.ts";

/** A model in a few lines of Markdown: what the list of models says of it, and what its file does. Empty where neither says anything. */
export function describeModel(model: KnownModel | null, file: ModelFacts | null, language: Language): string {
  if (!model && !file) return "";
  const parameters = model?.parameters ?? file?.parameters ?? null;
  const bytes = model?.size_bytes ?? file?.size_bytes ?? null;
  const facts = [
    parameters === null ? null : word("parameters", language, { count: shortCount(parameters) }),
    model?.quantization ?? file?.quantization ?? null,
    bytes === null ? null : `${(bytes / 1e6).toFixed(0)} MB`,
    model?.license ?? file?.license ?? null,
    model ? word(model.path === null ? "to-download" : "here-already", language) : null,
  ];
  const title = `**${model?.title ?? file?.name ?? file?.architecture}**`;
  return [title, joined(facts), file ? joined(fileFacts(file, language)) : ""]
    .filter((line) => line !== "")
    .join("\n\n");
}

function fileFacts(file: ModelFacts, language: Language): (string | null)[] {
  return [
    word("architecture", language, { name: file.architecture }),
    file.context_length === null ? null : word("context", language, { count: formatCount(file.context_length) }),
    file.block_count && file.embedding_length ? `${file.block_count} × ${file.embedding_length}` : null,
    word(file.chat_template ? "has-template" : "no-template", language),
  ];
}

function joined(facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null).join(" · ");
}

function shortCount(count: number): string {
  return count >= 1e9 ? `${(count / 1e9).toFixed(1)} B` : `${(count / 1e6).toFixed(0)} M`;
}
