import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseGguf } from "../../../src/models/gguf.ts";
import { factsOfGguf } from "../../../src/models/gguf-facts.ts";
import { modelFactsSchema } from "../../../src/protocol/model.ts";
import { CodedError } from "../../../src/protocol/problem.ts";
import { cpuClock } from "../cpu-clock.ts";
import { file } from "./gguf-writer.ts";

const MUTATIONS = 20_000;
const SEED = 20260101;

/** Mulberry32: small, seeded, good enough to choose bytes. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One to four changes: a bit, a byte, a run of 0xff, a copied piece, an inserted or a cut one. */
function mutate(good: Buffer, headerLength: number, next: () => number): Buffer {
  const below = (limit: number) => Math.floor(next() * limit);
  let bytes = Buffer.from(good);
  for (let left = 1 + below(4); left > 0; left -= 1) {
    const at = below(Math.min(headerLength, bytes.length));
    const length = 1 + below(8);
    switch (below(6)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << below(8));
        break;
      case 1:
        bytes[at] = below(256);
        break;
      case 2:
        bytes.fill(0xff, at, Math.min(at + length, bytes.length));
        break;
      case 3:
        bytes.copy(bytes, at, below(bytes.length), bytes.length);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(0, length), bytes.subarray(at)]);
        break;
      default:
        bytes =
          next() < 0.9 ? Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]) : bytes.subarray(0, at);
    }
  }
  return bytes;
}

test(`${MUTATIONS} mutated headers: facts that hold, or a coded refusal, each in little time`, async () => {
  const good = file({});
  const headerLength = good.length - 4224;
  const next = random(SEED);
  const codes = new Map<string, number>();
  let slowest = 0;
  for (let index = 0; index < MUTATIONS; index += 1) {
    const bytes = mutate(good, headerLength, next);
    const used = cpuClock();
    try {
      const facts = factsOfGguf({ path: "m", header: await parseGguf(sourceOfBytes(bytes)) });
      assert.ok(modelFactsSchema.safeParse(facts).success, `mutation ${index} gives facts of another shape`);
      codes.set("ok", (codes.get("ok") ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof CodedError)) throw new Error(`mutation ${index} of seed ${SEED}`, { cause: error });
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    }
    slowest = Math.max(slowest, used());
  }
  assert.ok(slowest < 1000, `the slowest took ${slowest} ms`);
  // Were the mutations so gentle or so rough that all end alike, they would test nothing.
  assert.ok(codes.size > 12, [...codes.keys()].join(" "));
  assert.ok((codes.get("ok") ?? 0) > MUTATIONS / 20);
});
