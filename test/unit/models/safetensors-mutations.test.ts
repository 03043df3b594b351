import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseSafetensors } from "../../../src/models/safetensors.ts";
import { CodedError } from "../../../src/protocol/problem.ts";
import { mutate, random } from "./mutate.ts";

const MUTATIONS = 10_000;
const SEED = 20261124;

function good(): Buffer {
  const header = {
    __metadata__: { format: "pt" },
    "model.embed_tokens.weight": { dtype: "BF16", shape: [16, 8], data_offsets: [0, 256] },
    "model.layers.0.self_attn.q_proj.weight": { dtype: "F32", shape: [8, 8], data_offsets: [256, 512] },
  };
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([head, text, Buffer.alloc(512)]);
}

test(`${MUTATIONS} mutated safetensors headers: tensors within the file, or a coded refusal`, async () => {
  const bytes = good();
  const next = random(SEED);
  const codes = new Map<string, number>();
  for (let index = 0; index < MUTATIONS; index += 1) {
    const mutated = mutate(bytes, bytes.length - 512, next);
    try {
      const tensors = await parseSafetensors(sourceOfBytes(mutated));
      for (const { elements } of tensors) assert.ok(elements <= mutated.length, `mutation ${index}: ${elements}`);
      codes.set("ok", (codes.get("ok") ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof CodedError)) throw new Error(`mutation ${index} of seed ${SEED}`, { cause: error });
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    }
  }
  assert.deepEqual([...codes.keys()].sort(), [
    "ok",
    "safetensors-header",
    "safetensors-tensor",
    "safetensors-truncated",
  ]);
});
