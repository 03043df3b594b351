import assert from "node:assert/strict";
import { test } from "node:test";
import { describeWord } from "../../../src/spec/describe.ts";
import { chineseDescription, chinesePlaces } from "../../../src/spec/descriptions-zh-cn.ts";
import { allKeys, alternatives, type JsonSchema, sharedRunSchema } from "../../../src/spec/json-schema.ts";

/** The schema of a key with its union whole, which is what carries the description. */
function schemaOf(path: string): JsonSchema {
  let holders: JsonSchema[] = [sharedRunSchema()];
  for (const step of path.split(".")) {
    const maps = holders
      .flatMap(alternatives)
      .flatMap((schema) => (schema.items ? alternatives(schema.items) : [schema]));
    holders = maps.flatMap(({ properties }) => (properties?.[step] ? [properties[step]] : []));
  }
  assert.ok(holders[0], path);
  return holders[0];
}

test("every key says what it means, in both languages", () => {
  for (const { path } of allKeys()) {
    assert.match(schemaOf(path).description ?? "", /^[A-Z`0-9].*\.$/s, path);
    assert.match(chineseDescription(path) ?? "", /。$/, path);
  }
});

test("no description is left over from a key that is gone", () => {
  const paths = allKeys().map(({ path }) => path);
  assert.deepEqual(
    chinesePlaces.filter((place) => !paths.includes(place)),
    [],
  );
});

test("every accepted word is explained, but for names that are llama.cpp's", () => {
  for (const { path } of allKeys()) {
    if (path === "quantize" || path === "train.adapter.targets") continue;
    const { description = "" } = schemaOf(path);
    const members = alternatives(schemaOf(path)).flatMap((schema) => [schema, ...alternatives(schema.items ?? {})]);
    const words = members.flatMap((schema) => schema.enum ?? []);
    for (const word of words.map(String)) {
      assert.ok(describeWord(description, word), `${word} in: ${description}`);
      assert.ok(describeWord(chineseDescription(path)!, word), `${word} in: ${chineseDescription(path)}`);
    }
  }
});

test("both languages speak of the same keys, words and numbers", () => {
  const code = (text: string) => [...text.matchAll(/`[^`]+`/g)].map(([found]) => found).toSorted();
  for (const { path } of allKeys()) {
    const [english, chinese] = [schemaOf(path).description!, chineseDescription(path)!];
    assert.deepEqual(new Set(code(chinese)), new Set(code(english)), path);
  }
});
