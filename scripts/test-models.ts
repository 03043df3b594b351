// Makes the folder that model tests read: the example's base model and its f16 and q8_0 copies.
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { physicalCores } from "../src/engines/embedded/cores.ts";
import { executeJob } from "../src/engines/embedded/engine.ts";
import { ensureModel } from "../src/models/ensure.ts";

const folder = process.argv[2];
if (!folder) throw new Error("usage: test-models.ts FOLDER");
const signal = AbortSignal.timeout(20 * 60_000);
const child = path.join(import.meta.dirname, "..", "src", "engines", "embedded", "native", "child.ts");

const temporary = `${folder}.tmp`;
await rm(temporary, { recursive: true, force: true });
await mkdir(temporary, { recursive: true });
const model = await ensureModel("smollm2-135m-instruct", { folder: process.cwd(), signal });
const source = path.join(temporary, "source.gguf");
await copyFile(model.path, source);
await executeJob(
  { kind: "convert", source, out: temporary, threads: physicalCores() },
  { child, signal, onMessage: () => {}, log: path.join(temporary, "convert.log") },
);
await rm(folder, { recursive: true, force: true });
await rename(temporary, folder);
