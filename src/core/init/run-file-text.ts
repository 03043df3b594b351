import type { ColumnGuess } from "../../data/guess-columns.ts";
import type { Say } from "./words.ts";

/** All that the text of a new run file is made of. */
export interface RunFileParts {
  name: string;
  /** As the run file names it. */
  dataFile: string;
  rows: number;
  guess: ColumnGuess;
  model: { id: string; comment: string };
  schemaFile: string | null;
  /** Different answers, where they are classes. */
  classes: number;
  epochs: number;
  batch_size: number;
  train_rows: number;
  test_rows: number;
  max_length: { value: number; comment: string };
  max_tokens: number;
  /** Percentage points that the test probably shows. */
  detectable: number;
}

/** A run file with a comment for each choice. `say` gives the comments in the person's language. */
export function runFileText(parts: RunFileParts, say: Say): string {
  return [...head(parts, say), "", ...data(parts, say), "", ...train(parts, say), "", ...judge(parts, say), ""].join(
    "\n",
  );
}

function head({ name, dataFile, rows, model }: RunFileParts, say: Say): string[] {
  return [
    `# ${say("made", { file: dataFile, rows })}`,
    "version: 1",
    `name: ${name}`,
    `# ${model.comment}`,
    `model: ${scalar(model.id)}`,
  ];
}

function data({ dataFile, guess, schemaFile }: RunFileParts, say: Say): string[] {
  const { group, time, shape, id, prompt, answer } = guess;
  const way =
    group !== null
      ? { comment: say("split-group", { column: group }), keys: `, by: ${flow(group)}` }
      : time !== null
        ? { comment: say("split-time", { column: time }), keys: `, by: ${flow(time)}, order: time` }
        : { comment: say("split-share"), keys: "" };
  const split = (share: number) => `{ from: ${flow(dataFile)}, share: ${share}${way.keys}, seed: 7 }`;
  return [
    "data:",
    `  # ${way.comment}`,
    `  train: ${split(0.8)}`,
    `  # ${say("validation")}`,
    `  validation: { from: train, share: 0.1${group === null ? "" : `, by: ${flow(group)}`} }`,
    `  test: ${split(0.2)}`,
    ...(id === null ? [] : [`  # ${say("id")}`, `  id: ${scalar(id)}`]),
    ...(group === null ? [] : [`  # ${say("cluster")}`, `  cluster: ${scalar(group)}`]),
    ...(shape !== null
      ? [`  # ${say("shape", { shape })}`]
      : [
          `  # ${say("prompt", { columns: prompt.join(", ") })}`,
          `  prompt: ${JSON.stringify(template(prompt))}`,
          `  # ${say("answer")}`,
          `  answer: ${JSON.stringify(`{{${answer}}}`)}`,
        ]),
    ...(schemaFile === null ? [] : [`  # ${say("schema")}`, `  schema: ${scalar(schemaFile)}`]),
    `  stays: true # ${say("stays")}`,
  ];
}

function train({ epochs, batch_size, train_rows, max_length }: RunFileParts, say: Say): string[] {
  const steps = Math.ceil((train_rows * epochs) / batch_size);
  return [
    "train:",
    "  adapter: { type: lora, rank: 16 }",
    `  # ${say("epochs", { rows: train_rows, batch: batch_size, steps })}`,
    `  epochs: ${epochs}`,
    `  batch_size: ${batch_size}`,
    `  # ${max_length.comment}`,
    `  max_length: ${max_length.value}`,
    `  too_long: drop # ${say("too-long")}`,
    "",
    `# ${say("quantize")}`,
    "quantize: [q8_0, q4_k_m]",
  ];
}

function judge({ guess, schemaFile, classes, max_tokens, test_rows, detectable }: RunFileParts, say: Say): string[] {
  const [comment, scorers, primary] =
    schemaFile !== null
      ? [say("score-objects"), "[json, schema, fields, record]", "fields"]
      : guess.kind === "classes"
        ? [say("score-classes", { count: classes }), "[exact, normalized]", "exact"]
        : [say("score-text"), "[token_f1, chrf]", "token_f1"];
  const margin = Math.min(0.5, Math.max(0.05, Math.ceil(detectable + 0.5) / 100));
  return [
    "evaluate:",
    `  # ${comment}`,
    `  primary: ${primary}`,
    `  scorers: ${scorers}`,
    `  decode: { temperature: 0, max_tokens: ${max_tokens} }`,
    `  # ${say("rivals")}`,
    "  rivals:",
    "    - { name: base }",
    "    - { name: few-shot, shots: 3 }",
    "  baseline: base",
    `  # ${say("margin", { rows: test_rows, points: Number(detectable.toPrecision(2)) })}`,
    "  good_enough:",
    `    - { metric: ${primary}, margin: ${margin}, against: reference }`,
  ];
}

/** A heading stands on a line of its own, with its name. */
function template(columns: readonly string[]): string {
  const [first, ...rest] = columns;
  return rest.length === 0
    ? `{{${first}}}`
    : `${first}: {{${first}}}\n\n${rest.map((name) => `{{${name}}}`).join("\n\n")}`;
}

function scalar(text: string): string {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_./-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off|[\d.]+)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function flow(text: string): string {
  return scalar(text);
}
