// A process of bench/evaluate.ts: does one piece of work and says what it took.
import { openDecoder } from "../src/engines/embedded/native/decode/decoder.ts";
import { chatOfModel, openModel } from "../src/engines/embedded/native/decode/model.ts";
import { evaluateJob } from "../src/engines/embedded/native/evaluate/evaluate.ts";
import { renderPrompt } from "../src/engines/embedded/native/text/chat.ts";
import type { JobOf } from "../src/protocol/job.ts";
import { openNullModel } from "./null-model.ts";

export type Work =
  | { kind: "ask"; job: JobOf<"evaluate"> }
  | { kind: "ask-null"; job: JobOf<"evaluate"> }
  /** Tokens of prompts, for a server that is to get the same ones. */
  | { kind: "render"; model: string; texts: string[] }
  | { kind: "prefix"; model: string; tokens: number; threads: number };

/** Own CPU seconds since the process began computing, and its largest resident size. */
export interface Cost {
  cpu: number;
  peakBytes: number;
}

process.once("message", async (work: Work) => {
  const before = process.cpuUsage();
  const result = await execute(work);
  const { user, system } = process.cpuUsage(before);
  const cost: Cost = { cpu: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 };
  process.send?.({ result, cost }, () => process.exit(0));
});

async function execute(work: Work): Promise<unknown> {
  switch (work.kind) {
    case "ask":
      return evaluateJob(work.job, () => undefined);
    case "ask-null":
      return evaluateJob(work.job, (message) => process.send?.({ message }), openNullModel);
    case "render":
      return render(work.model, work.texts);
    case "prefix":
      return firstTokens(work);
  }
}

function render(file: string, texts: readonly string[]): number[][] {
  const chat = chatOfModel(openModel(file));
  return texts.map((content) => renderPrompt(chat, [{ role: "user", content }]).tokens);
}

/** Seconds to the first token of a prompt with a long beginning, and of the next that begins the same. */
async function firstTokens({ model: file, tokens, threads }: Extract<Work, { kind: "prefix" }>): Promise<number[]> {
  const model = openModel(file);
  const chat = chatOfModel(model);
  const rule = chat.tokenizer.encode(" Be kind, be brief and name the order number.", {
    control: false,
    continues: true,
  });
  const system = model.vocabulary.decode(
    Array.from({ length: Math.ceil(tokens / rule.length) }, () => rule).flat(),
    [],
  );
  const decoder = openDecoder(model, { slots: 2, length: tokens + 256, threads });
  const seconds: number[] = [];
  for (const content of ["Where is my parcel?", "Can I return the lamp?"]) {
    const prompt = renderPrompt(chat, [
      { role: "system", content: system },
      { role: "user", content },
    ]).tokens;
    const started = performance.now();
    decoder.add({ prompt, maxTokens: 1, sampling: { temperature: 0, seed: 0 } });
    while (decoder.open() > 0) await decoder.step();
    seconds.push((performance.now() - started) / 1000);
  }
  decoder.close();
  return seconds;
}
