// `npm run generate`: writes what is derived from the code and committed. A unit test says when somebody forgot.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { generatedFiles } from "./generated.ts";

const root = path.dirname(import.meta.dirname);

for (const { file, content } of generatedFiles) {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content());
  process.stdout.write(`generate: ${file}\n`);
}
