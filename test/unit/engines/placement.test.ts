import assert from "node:assert/strict";
import { test } from "node:test";
import { chunkOf, type Place, placePrompt } from "../../../src/engines/embedded/native/decode/placement.ts";

const run = (length: number, first = 0) => Array.from({ length }, (_, index) => first + index);
const free = (held: number[] = []): Place => ({ held, prompt: null });
const busy = (prompt: number[], computed = prompt.length): Place => ({ held: prompt.slice(0, computed), prompt });
const system = run(100);
const ask = (question: number) => [...system, ...run(20, 1000 * question)];

test("a long prompt is computed in pieces, none of them a single token", () => {
  assert.deepEqual(
    [1, 2, 300, 512, 513, 514, 2000].map((rest) => chunkOf(rest, 512)),
    [1, 2, 300, 512, 511, 512, 512],
  );
});

test("the first prompt is computed where it is put", () => {
  assert.deepEqual(placePrompt([free(), free()], ask(1)), { place: 0, from: 0, shared: 0 });
});

test("the same beginning is waited for while another sequence computes it, then copied", () => {
  assert.equal(placePrompt([busy(ask(1), 0), free()], ask(2)), null);
  assert.equal(placePrompt([busy(ask(1), 60), free()], ask(2)), null);
  assert.deepEqual(placePrompt([busy(ask(1)), free()], ask(2)), { place: 1, from: 0, shared: 100 });
});

test("a few common tokens are neither waited for nor copied", () => {
  const short = (question: number) => [...run(5), ...run(20, 1000 * question)];
  assert.deepEqual(placePrompt([busy(short(1), 0), free()], short(2)), { place: 1, from: 1, shared: 0 });
  assert.deepEqual(placePrompt([busy(short(1)), free()], short(2)), { place: 1, from: 1, shared: 0 });
});

test("of several free places, the one that has the most of the prompt keeps it", () => {
  const places = [free(ask(3)), free([...ask(1), 7]), free()];
  assert.deepEqual(placePrompt(places, ask(1)), { place: 1, from: 1, shared: 118 });
});

test("the last tokens are always left to compute: the first answer token comes from them", () => {
  assert.deepEqual(placePrompt([free(ask(1))], ask(1)), { place: 0, from: 0, shared: 118 });
  assert.deepEqual(placePrompt([free([5])], [5]), { place: 0, from: 0, shared: 0 });
});

test("no free place, no placement", () => {
  assert.equal(placePrompt([busy(ask(1))], ask(1)), null);
});
