// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${1:…}` is the snippets' own syntax
/** Bodies in the editor's snippet syntax: `${1:…}` is a place to fill in, `\}` a brace inside of one. */

/** What a person starts from in an empty file: train, quantize, evaluate and compare. With its defaults it is a valid file. */
export const starter = `version: 1
name: \${1:my-first-run}
model: \${2:smollm2-135m-instruct}
data:
  train: \${3:data/train.jsonl}
  validation: {from: train, share: 0.1}
  test: \${4:data/test.jsonl}
  prompt: "\${5:{{question\\}\\}}"
  answer: "\${6:{{answer\\}\\}}"
train:
  epochs: 1
quantize: [q8_0, q4_k_m]
evaluate:
  primary: \${7:exact}
  scorers: [\${7:exact}]
  decode: {max_tokens: \${8:64}}
  rivals:
    - {name: base}
  baseline: base
  good_enough:
    - {metric: \${7:exact}, margin: \${9:0.05}}
`;

/** What a block starts with, by its path; others start empty. */
const blocks: Readonly<Record<string, string>> = {
  data: '\n  train: $1\n  test: $2\n  prompt: "{{$3}}"\n  answer: "{{$4}}"',
  train: "\n  epochs: ${1:1}",
  "train.adapter": " {type: lora, rank: ${1:16}}",
  evaluate: "\n  scorers: [${1:exact}]\n  rivals:\n    - {name: base}\n  baseline: base",
  "evaluate.decode": " {temperature: 0, max_tokens: ${1:256}}",
  "evaluate.rivals": "\n  - {name: ${1:base}}",
  "evaluate.good_enough": "\n  - {metric: ${1:exact}, margin: ${2:0.05}}",
  "data.rules": '\n  - {id: ${1:name}, when: "${2:answer.}", then: "${3:answer.}"}',
  "data.validation": " ${1:{from: train, share: 0.1\\}}",
  matrix: "\n  ${1:train.adapter.rank}: [${2:8, 16}]",
  budget: " {hours: ${1:1}}",
  serve: " {release: ${1:name}/production}",
};

export function blockSnippet(path: string): string | null {
  return Object.hasOwn(blocks, path) ? blocks[path]! : null;
}

/** Whole items of lists, for where a list's item starts. */
const items: Readonly<Record<string, readonly { label: string; body: string }[]>> = {
  "evaluate.rivals": [
    { label: "{name: base}", body: "{name: base}" },
    { label: "{name: few-shot, shots: 3}", body: "{name: few-shot, shots: ${1:3}}" },
    { label: "{name: constrained, constrain: schema}", body: "{name: constrained, constrain: ${1|schema,json|}}" },
  ],
  "evaluate.good_enough": [
    { label: "{metric, margin, against}", body: "{metric: ${1:exact}, margin: ${2:0.05}, against: ${3:reference}}" },
    { label: "{metric, at_least}", body: "{metric: ${1:exact}, at_least: ${2:0.95}}" },
  ],
  "evaluate.scorers": [
    { label: "{number: {relative}}", body: "{number: {relative: ${1:0.01}}}" },
    { label: "{regex}", body: "{regex: '${1:^[A-Z]+\\$}'}" },
    { label: "{length: {at_most}}", body: "{length: {at_most: ${1:280}}}" },
    { label: "{classification: {field}}", body: "{classification: {field: ${1:category}}}" },
  ],
  "data.rules": [{ label: "{id, when, then}", body: '{id: ${1:name}, when: "${2:answer.}", then: "${3:answer.}"}' }],
};

export function itemSnippets(path: string): readonly { label: string; body: string }[] {
  return Object.hasOwn(items, path) ? items[path]! : [];
}

/** Values of a split other than a file's name. */
export const dividedSplit = "{from: ${1:data/all.jsonl}, share: ${2:0.2}, seed: ${3:42}}";

/** A text as it is, in snippet syntax. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
