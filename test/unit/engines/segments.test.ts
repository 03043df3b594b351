import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chooseMarks,
  controlPattern,
  markControl,
  segmentsOf,
} from "../../../src/engines/embedded/native/text/segments.ts";

const marks = chooseMarks([]);

test("only spellings of control tokens are set apart, the longest first", () => {
  const pattern = controlPattern(["<|end|>", "<|end|>more", "[X]", ""]);
  const marked = markControl("a <|end|>more b [X] <|end| >", pattern, marks);
  assert.deepEqual(segmentsOf(`T ${marked} U`, marks), [
    { text: "T a ", plain: false },
    { text: "<|end|>more", plain: true },
    { text: " b ", plain: false },
    { text: "[X]", plain: true },
    { text: " <|end| > U", plain: false },
  ]);
});

test("harmless text stays in one piece", () => {
  const pattern = controlPattern(["<|end|>"]);
  assert.equal(markControl("a < b |> c", pattern, marks), "a < b |> c");
  assert.deepEqual(segmentsOf("all of it", marks), [{ text: "all of it", plain: false }]);
  assert.deepEqual(segmentsOf("", marks), []);
});

test("two control tokens side by side, and at both ends", () => {
  const marked = markControl("<s><s>", controlPattern(["<s>"]), marks);
  assert.deepEqual(
    segmentsOf(marked, marks).map((segment) => segment.plain),
    [true, true],
  );
});

test("marks are characters that nobody wrote", () => {
  const [a, b] = ["\ufdd0", "\ufdd1"];
  const chosen = chooseMarks([`x${a}`, `${b}y`]);
  assert.ok(![a, b].includes(chosen.open) && ![a, b].includes(chosen.close));
  assert.notEqual(chosen.open, chosen.close);
});

test("a template that tears marks apart is noticed", () => {
  for (const torn of [`a${marks.open}b`, `a${marks.close}b`, `${marks.open}a${marks.close}b${marks.close}`]) {
    assert.throws(() => segmentsOf(torn, marks), RangeError);
  }
});

test("no control tokens, no pattern", () => {
  assert.equal(controlPattern([]), null);
  assert.equal(markControl("<s>", null, marks), "<s>");
});
