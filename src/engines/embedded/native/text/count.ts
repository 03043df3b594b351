import { CodedError } from "../../../../protocol/problem.ts";
import type { CountedRow, CountMessage } from "../../command.ts";
import { chatOf, openLlama } from "../llama.ts";
import { renderExample } from "./chat.ts";

export interface RowCounter {
  ready: Extract<CountMessage, { type: "ready" }>;
  count(rows: readonly CountedRow[]): Extract<CountMessage, { type: "counts" }>;
}

/** Opens a model's vocabulary and chat template and nothing else of it: some 0.5 s, and little memory for a model of any size. */
export async function openCounter(model: string): Promise<RowCounter> {
  const llama = await openLlama(1);
  const vocabulary = await llama.loadModel({ modelPath: model, vocabOnly: true, gpuLayers: 0 });
  const chat = chatOf(vocabulary);
  const { fallback } = chat.template;
  return {
    ready: { type: "ready", fallback: fallback && { code: fallback.code, params: fallback.params } },
    count(rows) {
      const totals: number[] = [];
      const answers: number[] = [];
      for (const row of rows) {
        const counted = lengthsOf(row);
        totals.push(counted.total);
        answers.push(counted.answer);
      }
      return { type: "counts", totals, answers };
    },
  };

  /** −1: the template does not allow this conversation. Why is said when it is trained or asked; here one row must not stop the rest. */
  function lengthsOf(row: CountedRow): { total: number; answer: number } {
    try {
      const { tokens, answerTokens } = renderExample(chat, row);
      return { total: tokens.length, answer: answerTokens };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { total: -1, answer: -1 };
    }
  }
}
