import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { dataMessages } from "../../../src/data/messages.ts";

const source = new URL("../../../src/data/", import.meta.url);
const code = readdirSync(source)
  .filter((file) => !file.startsWith("messages"))
  .map((file) => readFileSync(new URL(file, source), "utf8"))
  .join("\n");
const places = (text: string) => [...new Set(text.match(/(?<!\{)\{\w+\}(?!\})/g) ?? [])].sort();

test("every text belongs to a code that is raised, and both languages fill the same places", () => {
  for (const [name, message] of Object.entries(dataMessages)) {
    assert.ok(code.includes(`"${name}"`), `${name} is never raised`);
    assert.match(message["zh-cn"], /\p{Script=Han}/u, name);
    const extra = places(message["zh-cn"]).filter((place) => !places(message.en).includes(place));
    assert.deepEqual(extra, [], name);
  }
});

test("every code that is raised has a text", () => {
  const raised = [
    ...code.matchAll(
      /(?:problem|problemAt|say|leak|fail|CodedError)\((?:\{[^}]*\}|\w+)?,?\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"/g,
    ),
    ...code.matchAll(/code: "([a-z0-9]+(?:-[a-z0-9]+)+)"/g),
  ].map((match) => match[1]!);
  assert.ok(raised.length > 30);
  assert.deepEqual(
    [...new Set(raised)].filter((name) => !Object.hasOwn(dataMessages, name)),
    [],
  );
});
