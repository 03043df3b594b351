import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzzGguf } from "./fuzz.ts";

/** `npm run test:fuzz` reads a million. */
const MUTATIONS = 10_000;
const SEED = 20260101;

test(`${MUTATIONS} mutated headers: facts that hold, or a coded refusal, each in little time`, async () => {
  const { codes, slowest } = await fuzzGguf(MUTATIONS, SEED);
  assert.ok(slowest < 2000, `the slowest took ${slowest} ms`);
  // Were the mutations so gentle or so rough that all end alike, they would test nothing.
  assert.ok(codes.size > 12, [...codes.keys()].join(" "));
  assert.ok((codes.get("ok") ?? 0) > MUTATIONS / 20);
});
