import assert from "node:assert/strict";
import test from "node:test";
import { textDiff } from "../../../src/reports/text-diff.ts";

const marked = (a: string, b: string) =>
  textDiff(a, b)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "removed" ? `[-${text}-]` : `{+${text}+}`))
    .join("");

test("the difference is by words, signs and Chinese characters", () => {
  assert.equal(marked("the red house", "the blue house"), "the [-red-]{+blue+} house");
  assert.equal(marked('{"a":1,"b":true}', '{"a":1,"b":false}'), '{"a":1,"b":[-true-]{+false+}}');
  assert.equal(marked("申请退款", "申请换货"), "申请[-退款-]{+换货+}");
  assert.equal(marked("same", "same"), "same");
  assert.equal(marked("", "new"), "{+new+}");
  assert.equal(marked("gone", ""), "[-gone-]");
  assert.equal(marked("", ""), "");
});

test("both texts can be read out of the difference, whatever they are", () => {
  const texts = ["a b c d", "b c x d\n", "🙂 a, b", "客服b c", "", "  ", "a".repeat(50), '{"k": [1, 2, {"z": null}]}'];
  for (const a of texts) {
    for (const b of texts) {
      const pieces = textDiff(a, b);
      const read = (left: string) =>
        pieces
          .filter(({ kind }) => kind !== left)
          .map(({ text }) => text)
          .join("");
      assert.equal(read("added"), a);
      assert.equal(read("removed"), b);
    }
  }
});

test("texts of many words are one against the other, and take no time", () => {
  const words = (seed: number) => Array.from({ length: 20_000 }, (_, index) => `w${(index * seed) % 977}`).join(" ");
  const before = process.cpuUsage();
  const pieces = textDiff(`start ${words(3)} end`, `start ${words(7)} end`);
  assert.deepEqual(
    pieces.map(({ kind }) => kind),
    ["same", "removed", "added", "same"],
  );
  assert.ok(process.cpuUsage(before).user < 3e6);
});
