import type { TemplateFacts } from "../protocol/model.ts";

/** A model's template is a few kilobytes; a longer one is not read through. */
const LONGEST = 64 * 1024;

/**
 * Marks by which a family's conversations are known. A template without those that its tokenizer was trained on makes prompts that
 * the model has never seen: the commonest fault of converted files.
 */
const families: Readonly<Record<string, readonly string[]>> = {
  chatml: ["<|im_start|>", "<|im_end|>"],
  "llama-3": ["<|start_header_id|>", "<|eot_id|>"],
  "llama-2": ["[INST]", "<<SYS>>"],
  mistral: ["[INST]", "[/INST]"],
  gemma: ["<start_of_turn>", "<end_of_turn>"],
  "phi-3": ["<|end|>", "<|user|>"],
  "phi-4": ["<|im_sep|>"],
  deepseek: ["<｜User｜>", "<｜Assistant｜>"],
  "glm-4": ["[gMASK]", "<|assistant|>"],
  harmony: ["<|channel|>", "<|message|>"],
  granite: ["<|start_of_role|>", "<|end_of_role|>"],
};

/** Families that architectures of GGUF files are trained on, where it is one and the same. */
const expected: Readonly<Record<string, string>> = {
  qwen2: "chatml",
  qwen2moe: "chatml",
  qwen3: "chatml",
  qwen3moe: "chatml",
  gemma: "gemma",
  gemma2: "gemma",
  gemma3: "gemma",
  "gpt-oss": "harmony",
};

/**
 * What a chat template is, read as text: it is never executed. `architecture` is the file's own word for what the model is;
 * where its family is known, the template is compared with it. Distillations of DeepSeek speak their teacher's format.
 */
export function templateFacts(template: string, architecture: string): TemplateFacts {
  if (template.length > LONGEST) return { family: null, problems: ["template-too-long"] };
  const family = familyOf(template);
  const wanted = Object.hasOwn(expected, architecture) ? expected[architecture] : undefined;
  const problems: TemplateFacts["problems"] = [];
  const code = codeOf(template);
  if (code === null) problems.push("template-unbalanced");
  if (!/\bmessages\b/.test(template)) problems.push("template-no-messages");
  if (!/add_generation_prompt/.test(template)) problems.push("template-no-generation-prompt");
  if (code?.some((piece) => reachesOut.test(piece))) problems.push("template-reaches-out");
  if (wanted !== undefined && family !== wanted && family !== "deepseek") problems.push("template-other-family");
  return { family, problems };
}

/** Hidden attributes lead from a value to the interpreter; imports lead to files. */
const reachesOut = /__\w+__|^[-+\s]*(?:import|from|include|extends)\s/;

/** The family all of whose marks are there; of several, the one with the most. */
function familyOf(template: string): string | null {
  let best: string | null = null;
  for (const [name, marks] of Object.entries(families)) {
    if (!marks.every((mark) => template.includes(mark))) continue;
    if (best === null || marks.length > (families[best]?.length ?? 0)) best = name;
  }
  return best;
}

/** The template's statements and expressions, without what stands between them; null where a bracket or a block is not closed. */
function codeOf(template: string): string[] | null {
  const open: string[] = [];
  const code: string[] = [];
  let at = 0;
  for (;;) {
    const start = template.slice(at).search(/\{[{%#]/);
    if (start < 0) return open.length === 0 ? code : null;
    const kind = template[at + start + 1] ?? "";
    const close = kind === "{" ? "}}" : `${kind}}`;
    const end = template.indexOf(close, at + start + 2);
    if (end < 0) return null;
    const inside = template.slice(at + start + 2, end);
    if (kind === "%" && !closes(inside, open)) return null;
    if (kind !== "#") code.push(inside);
    at = end + 2;
  }
}

const blocks = ["if", "for", "macro", "filter", "call", "generation"];

/** Takes one statement into account; false where it ends a block that is not open. */
function closes(statement: string, open: string[]): boolean {
  const word = /^[-+\s]*(\w+)/.exec(statement)?.[1] ?? "";
  if (blocks.includes(word)) open.push(word);
  if (!word.startsWith("end")) return true;
  const block = word.slice("end".length);
  return !blocks.includes(block) || open.pop() === block;
}
