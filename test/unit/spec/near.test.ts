import assert from "node:assert/strict";
import { test } from "node:test";
import { allKeys, schemasAt } from "../../../src/spec/json-schema.ts";
import { editDistance, nearest } from "../../../src/spec/near.ts";
import { knownSpelling } from "../../../src/spec/spellings.ts";

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

test("every other tool's spelling leads to a place that the format has, and none is a key of ours at that place", () => {
  const words = [
    "r",
    "lora_alpha",
    "num_train_epochs",
    "cutoff_len",
    "model_name_or_path",
    "dataset",
    "base_model",
    "lr",
  ];
  for (const word of words) {
    const spelling = knownSpelling(word);
    assert.ok(spelling, word);
    assert.ok(
      schemasAt(spelling.place.split(".")).length > 0 || allKeys().some(({ path }) => path === spelling.place),
      word,
    );
  }
  assert.equal(knownSpelling("constructor"), null);
});
