import { access } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../protocol/problem.ts";
import { type GgufHeader, readGguf } from "./gguf.ts";

const pattern = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;
/** More files than any model is split into; each costs a read. */
const MOST_FILES = 1000;

/** The files of a model, the given one first: more than one where it is split as llama-gguf-split does it. */
export function shardFiles(file: string): string[] {
  const match = pattern.exec(path.basename(file));
  const total = Number(match?.[3]);
  if (!match || total < 2 || total > MOST_FILES) return [file];
  const name = (index: number) => `${match[1]}-${String(index).padStart(5, "0")}-of-${match[3]}.gguf`;
  return Array.from({ length: total }, (_, index) => path.join(path.dirname(file), name(index + 1)));
}

/** Headers of the other files of a split model; none for a model in one file. Names the first file that is missing. */
export async function readOtherShards(file: string, header: GgufHeader): Promise<GgufHeader[]> {
  const count = header.metadata.get("split.count");
  if (typeof count !== "number" || count <= 1) return [];
  const files = shardFiles(file);
  if (files.length !== count) throw new CodedError("model-shard-name", { file, count });
  if (path.resolve(files[0]!) !== path.resolve(file)) {
    throw new CodedError("model-shard-not-first", { file, first: files[0]! });
  }
  const others: GgufHeader[] = [];
  for (const other of files.slice(1)) {
    await access(other).catch((error) => {
      throw new CodedError("model-shard-missing", { file: other }, { cause: error });
    });
    others.push(await readGguf(other));
  }
  return others;
}
