import assert from "node:assert/strict";
import { test } from "node:test";
import { allKeys } from "../../../src/spec/json-schema.ts";
import { editDistance, nearest } from "../../../src/spec/near.ts";
import { allSpellings, knownSpelling } from "../../../src/spec/spellings.ts";

test("a swap of neighbours is one edit", () => {
  assert.equal(editDistance("trian", "train"), 1);
  assert.equal(editDistance("kitten", "sitting"), 3);
  assert.equal(editDistance("", "abc"), 3);
});

test("near names: the nearest first, none that is another word", () => {
  assert.deepEqual(nearest("lerning_rate", ["learning_rate", "epochs", "batch_size"]), ["learning_rate"]);
  assert.deepEqual(nearest("learningRate", ["learning_rate"]), ["learning_rate"]);
  assert.deepEqual(nearest("q4_K_M", ["q4_k_s", "q4_k_m"]), ["q4_k_m"]);
  assert.deepEqual(nearest("x", ["r", "y"]), []);
  assert.deepEqual(nearest("epochs", ["rank", "seed"]), []);
  assert.deepEqual(nearest("a".repeat(1000), ["a"]), []);
});

test("every other tool's spelling leads to a key of ours, and none is one itself at that place", () => {
  const paths = allKeys().map(({ path }) => path);
  for (const { word, place } of allSpellings) {
    assert.ok(paths.includes(place), `${word} leads to ${place}, which the format doesn't have`);
    assert.notEqual(place.split(".").at(-1), word);
    assert.equal(knownSpelling(word)?.place, place);
  }
  assert.equal(knownSpelling("constructor"), null);
});
