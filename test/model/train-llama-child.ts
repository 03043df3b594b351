// node-llama-cpp in a process of its own: its libraries and ours must not meet in one. Told one request over IPC, answers once.
import { getLlama, type Token } from "node-llama-cpp";

export type LlamaRequest =
  | { kind: "tokenize"; model: string; texts: string[] }
  /** Log-probability of each token but the first, and the most likely token at its place. */
  | { kind: "score"; model: string; tokens: number[] }
  /** Greedy continuation of each prompt, up to `most` tokens or the end token. */
  | {
      kind: "continue";
      model: string;
      adapter: { path: string; scale: number } | null;
      prompts: number[][];
      most: number;
    };

export interface LlamaAnswers {
  tokenize: number[][];
  score: { log: number[]; top: number[] };
  continue: number[][];
}

process.on("message", async (request: LlamaRequest) => {
  const llama = await getLlama({ gpu: false, maxThreads: 2, build: "never", skipDownload: true, progressLogs: false });
  const model = await llama.loadModel({ modelPath: request.model, vocabOnly: request.kind === "tokenize" });
  process.send?.(await answer(request));
  await llama.dispose();
  process.disconnect();

  async function answer(asked: LlamaRequest): Promise<LlamaAnswers[keyof LlamaAnswers]> {
    if (asked.kind === "tokenize") return asked.texts.map((text) => model.tokenize(text, true));
    const context = await model.createContext({
      contextSize: 512,
      threads: 2,
      ...(asked.kind === "continue" && asked.adapter
        ? { lora: { adapters: [{ filePath: asked.adapter.path, scale: asked.adapter.scale }] } }
        : {}),
    });
    const sequence = context.getSequence();
    if (asked.kind === "score") {
      const all = { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } } as const;
      const results = await sequence.controlledEvaluate(
        asked.tokens.slice(0, -1).map((token) => [token as Token, { generateNext: all }]),
      );
      const next = results.map((result) => result!.next.probabilities!);
      return {
        log: next.map((probabilities, index) => Math.log(probabilities.get(asked.tokens[index + 1] as Token)!)),
        top: next.map((probabilities) => [...probabilities].reduce((a, b) => (b[1] > a[1] ? b : a))[0]),
      };
    }
    const continued: number[][] = [];
    for (const prompt of asked.prompts) {
      await sequence.clearHistory();
      const tokens: number[] = [];
      for await (const token of sequence.evaluate(prompt as Token[], { temperature: 0 })) {
        tokens.push(token);
        if (tokens.length === asked.most || model.isEogToken(token)) break;
      }
      continued.push(tokens);
    }
    return continued;
  }
});
