import { runJsonSchema } from "../src/spec/json-schema.ts";
import { cliReference } from "./cli-reference.ts";
import { runFileReference } from "./run-file-reference.ts";

/** Files that are derived from the code and committed, each with what has to be in it. Paths from the root. */
export const generatedFiles: readonly { file: string; content: () => string }[] = [
  { file: "schemas/run-v1.json", content: () => `${JSON.stringify(runJsonSchema(), null, 2)}\n` },
  { file: "docs/run-file.md", content: runFileReference },
  { file: "docs/cli.md", content: cliReference },
];
