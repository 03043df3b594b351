import vm from "node:vm";
import { Environment, Interpreter, parse, tokenize } from "@huggingface/jinja";
import type { ChatMessage } from "../../../../protocol/item.ts";
import { CodedError } from "../../../../protocol/problem.ts";

/** A model's chat template, ready to render. It comes with the model file, so it is as trustworthy as a download. */
export interface ChatTemplate {
  /** The conversation as the model was trained to read it, up to where the assistant begins to speak if asked for. */
  render(messages: readonly ChatMessage[], options: { generationPrompt: boolean }): string;
  /** Set where the model's own template could not be used and ChatML stands in for it. */
  fallback: { code: string; params: Record<string, string> } | null;
}

/** The real ones have up to some 10,000 characters. */
const MAX_TEMPLATE_CHARACTERS = 262_144;
/** A real template renders in a millisecond; one that loops for long does so on purpose. */
const RENDER_LIMIT_MS = 2_000;
/** Lists that a template may count through; they are made at once, in memory that the time limit does not see. */
const MAX_RANGE = 100_000;
/** What a template may make of its input: room for its own words and for some repetition. */
const MAX_GROWTH_CHARACTERS = 1_048_576;

const CHATML = [
  "{% for message in messages %}",
  "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}",
  "{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
].join("");

/**
 * Compiles `source` (null: the model has none) and tries it on a one-turn chat.
 * A template that is missing, too long, does not parse, throws or does not end is replaced by ChatML, with the reason
 * in `fallback`. Rendering throws `chat-template-refused` for a conversation that the template does not allow.
 */
export function compileTemplate(source: string | null, tokens: { bos: string; eos: string }): ChatTemplate {
  const chatml = renderer(CHATML, tokens);
  if (source === null) return { render: chatml, fallback: { code: "chat-template-missing", params: {} } };
  try {
    if (source.length > MAX_TEMPLATE_CHARACTERS) throw new Error(`${source.length} characters`);
    const render = renderer(source, tokens);
    const probe = "deep extension probe";
    if (!render([{ role: "user", content: probe }], { generationPrompt: true }).includes(probe)) {
      throw new Error("it leaves out what the user says");
    }
    return { render, fallback: null };
  } catch (error) {
    return { render: chatml, fallback: { code: "chat-template-broken", params: { reason: reasonOf(error) } } };
  }
}

function renderer(source: string, tokens: { bos: string; eos: string }): ChatTemplate["render"] {
  // The way Hugging Face's tokenizers read templates: a block's own line leaves no empty line behind.
  const program = parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
  const withTimeLimit = timeLimit(RENDER_LIMIT_MS);
  return (messages, { generationPrompt }) => {
    const context = {
      ...globals,
      messages: messages.map(({ role, content }) => ({ role, content })),
      add_generation_prompt: generationPrompt,
      bos_token: tokens.bos,
      eos_token: tokens.eos,
    };
    const limit = MAX_GROWTH_CHARACTERS + 4 * messages.reduce((sum, message) => sum + message.content.length, 0);
    try {
      const text = withTimeLimit(() => run(program, context));
      if (text.length > limit) throw new Error(`it makes ${text.length} characters of the conversation`);
      return text;
    } catch (error) {
      throw new CodedError("chat-template-refused", { reason: reasonOf(error) }, { cause: error });
    }
  };
}

/** What templates may count on, besides the conversation. */
const globals = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  tools: null,
  documents: null,
  raise_exception(reason: unknown) {
    throw new Error(String(reason));
  },
  range(start: number, stop?: number, step = 1) {
    const [first, end] = stop === undefined ? [0, start] : [start, stop];
    const length = Math.max(0, Math.ceil((end - first) / step));
    if (!(length <= MAX_RANGE)) throw new Error(`range of ${length}`);
    return Array.from({ length }, (_, index) => first + index * step);
  },
  // Llama 3 writes today's date into the system turn. A prompt must not depend on the day it is rendered, so it gets
  // the date that its own template falls back to where there is no clock.
  strftime_now: () => "26 Jul 2024",
};

function run(program: ReturnType<typeof parse>, context: Record<string, unknown>): string {
  const environment = new Environment();
  for (const [name, value] of Object.entries(context)) environment.set(name, value);
  return String(new Interpreter(environment).run(program).value);
}

/** Interrupts synchronous work, as only V8's own watchdog can. */
function timeLimit(timeout: number) {
  const box: { work: () => unknown } = { work: () => undefined };
  const context = vm.createContext(box);
  const script = new vm.Script("work()");
  return <T>(work: () => T): T => {
    box.work = work;
    return script.runInContext(context, { timeout }) as T;
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof CodedError && error.cause ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 200);
}
