/** A first run file: small, complete but for its data, and valid as it stands. */
export function runTemplate(name: string): string {
  return `version: 1
name: ${name}
model: smollm2-135m-instruct
data:
  train: {from: data/rows.jsonl, share: 0.8, seed: 7}
  validation: {from: train, share: 0.1}
  test: {from: data/rows.jsonl, share: 0.2, seed: 7}
  prompt: "{{prompt}}"
  answer: "{{answer}}"
train:
  method: sft
  adapter: {type: lora, rank: 16}
  epochs: 1
quantize: [q4_k_m]
evaluate:
  scorers: [exact]
`;
}
