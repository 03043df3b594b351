import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { languageOf } from "../../../src/extension/translate.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const places = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([place]) => place).sort();

function strings(): Set<string> {
  const found = new Set<string>();
  const folder = path.join(root, "src", "extension");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  )) {
    const code = readFileSync(path.join(folder, file), "utf8");
    for (const [, argument] of code.matchAll(/(?<![\w.])t\(\s*([^\s)][^,)]*)/g)) {
      assert.match(argument!, /^"/, `${file}: t(${argument}) needs a literal`);
    }
    for (const [, literal] of code.matchAll(/(?<![\w.])t\(\s*("(?:[^"\\]|\\.)*")/g)) found.add(JSON.parse(literal!));
  }
  return found;
}

test("every text of the extension is translated, with the same places, and no translation is left over", () => {
  const bundle: Record<string, string> = JSON.parse(
    readFileSync(path.join(root, "l10n", "bundle.l10n.zh-cn.json"), "utf8"),
  );
  assert.deepEqual(Object.keys(bundle).sort(), [...strings()].sort());
  for (const [english, chinese] of Object.entries(bundle)) {
    assert.deepEqual(places(chinese), places(english), english);
    assert.match(chinese, /[\u4e00-\u9fff]/, english);
  }
});

test("an editor's locale becomes one of our languages", () => {
  const chosen = ["en", "en-US", "zh-cn", "zh-CN", "zh", "zh-hans", "zh-tw", "zh-Hant", "de"].map(languageOf);
  assert.deepEqual(chosen, ["en", "en", "zh-cn", "zh-cn", "zh-cn", "zh-cn", "en", "en", "en"]);
});
