import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseGguf } from "../../../src/models/gguf.ts";
import { factsOfGguf } from "../../../src/models/gguf-facts.ts";
import { modelFactsSchema } from "../../../src/protocol/model.ts";
import { CodedError } from "../../../src/protocol/problem.ts";
import { cpuClock } from "../cpu-clock.ts";
import { file } from "./gguf-writer.ts";
import { mutate, random } from "./mutate.ts";

/** `npm run test:long` asks for a million. */
const MUTATIONS = Number(process.env.DEEPEXTENSION_MUTATIONS ?? 10_000);
const SEED = 20260101;

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
  assert.ok(slowest < 2000, `the slowest took ${slowest} ms`);
  // Were the mutations so gentle or so rough that all end alike, they would test nothing.
  assert.ok(codes.size > 12, [...codes.keys()].join(" "));
  assert.ok((codes.get("ok") ?? 0) > MUTATIONS / 20);
});
