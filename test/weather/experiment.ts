import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { file as gguf } from "../unit/models/gguf-writer.ts";

export interface Experiment {
  root: string;
  /** The run file. */
  file: string;
  env: Record<string, string>;
  remove(): Promise<void>;
}

const runFile = `version: 1
name: weather
model: ./tiny.gguf
data:
  train: train.jsonl
  test: test.jsonl
  id: id
  prompt: "{{question}}"
  answer: "{{answer}}"
train: {epochs: 1, batch_size: 2, adapter: {rank: 2}}
quantize: [q8_0]
evaluate:
  primary: exact
  scorers: [exact]
`;

/** A workspace with a run file of all kinds of stages, which the null engine does in some tenths of a second. */
export async function experiment(
  options: { root?: string; changes?: (text: string) => string } = {},
): Promise<Experiment> {
  const home = await mkdtemp(path.join(os.tmpdir(), "客服 weather-"));
  const root = options.root ?? path.join(home, "workspace");
  await mkdir(root, { recursive: true });
  const rows = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) =>
      JSON.stringify({ id: `${name}-${index}`, question: `${name} question ${index}?`, answer: `answer ${index % 4}` }),
    ).join("\n");
  await writeFile(path.join(root, "tiny.gguf"), gguf({}));
  await writeFile(path.join(root, "train.jsonl"), `${rows(16, "train")}\n`);
  await writeFile(path.join(root, "test.jsonl"), `${rows(8, "test")}\n`);
  const file = path.join(root, "weather.run.yaml");
  await writeFile(file, options.changes ? options.changes(runFile) : runFile);
  return {
    root,
    file,
    env: {
      DEEPEXTENSION_CACHE: path.join(home, "cache"),
      DEEPEXTENSION_TEST_WITNESS: path.join(home, "witness.log"),
      LANG: "en_US.UTF-8",
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
