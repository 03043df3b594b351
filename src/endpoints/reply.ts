import { z } from "zod";

/** What servers say of the tokens they counted. Some count nothing. */
const usageSchema = z.object({
  prompt_tokens: z.int().nonnegative().nullish(),
  completion_tokens: z.int().nonnegative().nullish(),
});

const tokenSchema = z.object({ token: z.string(), logprob: z.number() });
/** Of each token of the answer, natural logarithms. */
export type TokenLogprob = z.infer<typeof tokenSchema>;
const logprobsSchema = z.object({ content: z.array(tokenSchema).nullish() });

/** Servers add words of their own (`eos`, `content_filter`, `tool_calls`); only `length` changes what an answer is. */
const finishReason = z.string().nullish();
const messageSchema = z.object({ content: z.string().nullish(), refusal: z.string().nullish() });

/** An error as OpenAI, vLLM, llama-server and Ollama write it: an object with a message, or a mere text. */
export const errorBodySchema = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string(),
      type: z.string().nullish(),
      code: z.union([z.string(), z.number()]).nullish(),
    }),
  ]),
});

export const completionSchema = z.object({
  choices: z
    .array(z.object({ message: messageSchema, finish_reason: finishReason, logprobs: logprobsSchema.nullish() }))
    .min(1),
  usage: usageSchema.nullish(),
});

/** A piece of a streamed answer. The last one may have usage and no choices. */
export const chunkSchema = z.object({
  choices: z
    .array(
      z.object({ delta: messageSchema.nullish(), finish_reason: finishReason, logprobs: logprobsSchema.nullish() }),
    )
    .nullish(),
  usage: usageSchema.nullish(),
});

/** An answer as it grows or as it is. */
export interface Reply {
  text: string;
  /** Null: the server did not say yet, which a stream must before it ends. */
  finish: string | null;
  usage: { prompt_tokens: number | null; completion_tokens: number | null };
  logprobs: TokenLogprob[];
}

export function emptyReply(): Reply {
  return { text: "", finish: null, usage: { prompt_tokens: null, completion_tokens: null }, logprobs: [] };
}

/** Adds a piece to `reply`, in place. A refusal is an answer as any other: what was said instead of one. */
export function addChunk(reply: Reply, chunk: z.infer<typeof chunkSchema>): void {
  const [choice] = chunk.choices ?? [];
  reply.text += choice?.delta?.content ?? choice?.delta?.refusal ?? "";
  reply.finish = choice?.finish_reason ?? reply.finish;
  reply.logprobs.push(...(choice?.logprobs?.content ?? []));
  addUsage(reply, chunk.usage);
}

export function replyOf(completion: z.infer<typeof completionSchema>): Reply {
  const reply = emptyReply();
  const { message, finish_reason, logprobs } = completion.choices[0]!;
  reply.text = message.content ?? message.refusal ?? "";
  reply.finish = finish_reason ?? "stop";
  reply.logprobs.push(...(logprobs?.content ?? []));
  addUsage(reply, completion.usage);
  return reply;
}

function addUsage({ usage }: Reply, found: z.infer<typeof usageSchema> | null | undefined): void {
  usage.prompt_tokens = found?.prompt_tokens ?? usage.prompt_tokens;
  usage.completion_tokens = found?.completion_tokens ?? usage.completion_tokens;
}
