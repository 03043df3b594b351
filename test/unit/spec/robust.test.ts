import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { longestText, openDocument } from "../../../src/spec/document.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { cpuClock } from "../cpu-clock.ts";

const good = readFileSync(path.join(import.meta.dirname, "../../data/spec/valid-whole-format.yaml"), "utf8");
const head = "version: 1\nname: a\nmodel: m\n";

function codes(text: string): string[] {
  return parseRunFile(text).problems.map(({ code }) => code);
}

/** A bound with room for a slow machine: what it guards against takes minutes or never ends. */
function within(seconds: number, work: () => void): void {
  const used = cpuClock();
  work();
  assert.ok(used() < seconds * 1000, `took ${used().toFixed(0)} ms`);
}

test("positions are UTF-16 units after CRLF, emoji and a byte order mark", () => {
  const text = `\uFEFFversion: 1\r\nname: a\r\nmodel: m\r\ndata: {system: "😀 漢", trian: a.jsonl}\r\n`;
  const { problems, document } = parseRunFile(text);
  assert.deepEqual(
    problems.map(({ code, range }) => ({ code, range })),
    [{ code: "unknown-key", range: { start: { line: 3, character: 23 }, end: { line: 3, character: 28 } } }],
  );
  assert.equal(document.text.slice(document.offsetAt({ line: 3, character: 23 })).slice(0, 5), "trian");
});

test("the first line's positions do not count a byte order mark, as editors don't", () => {
  const [problem] = parseRunFile(`\uFEFFversio: 1\nname: a\nmodel: m\ndata: {}\n`).problems;
  assert.deepEqual(problem?.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } });
});

test("every offset of a text has a position that leads back to it", () => {
  const document = openDocument("a: 1\r\nb: 😀\n\rc: 3");
  for (let offset = 0; offset <= document.text.length; offset++) {
    assert.equal(document.offsetAt(document.positionAt(offset)), offset);
  }
});

test("rangeOf names the key, the value, and the nearest ancestor of what is absent", () => {
  const document = openDocument(`${head}train:\n  adapter: {rank: 8}\n`);
  const at = (where: ReturnType<typeof document.rangeOf>) =>
    where && document.text.slice(document.offsetAt(where.start), document.offsetAt(where.end));
  assert.equal(at(document.rangeOf(["train", "adapter", "rank"], "key")), "rank");
  assert.equal(at(document.rangeOf(["train", "adapter", "rank"], "value")), "8");
  assert.equal(at(document.rangeOf(["train", "adapter", "alpha"], "value")), "adapter");
  assert.equal(at(document.rangeOf(["train", "epochs"], "key")), "train");
  assert.equal(at(document.rangeOf(["data"], "value")), "version");
  assert.equal(openDocument("").rangeOf(["data"], "value"), null);
});

test("what an alias or a merge key brings in is found where it is written", () => {
  const text = `${head}data: {}\nevaluate:\n  rivals:\n    - &a {name: base, shots: many}\n    - {<<: *a, name: other}\n`;
  const places = parseRunFile(text).problems.map(({ code, range }) => `${code} ${range?.start.line}`);
  assert.deepEqual(places, ["wrong-type 6", "wrong-type 6"]);
});

test("files made to hurt are refused, quickly", () => {
  const list = (length: number, line: (index: number) => string) =>
    Array.from({ length }, (_, i) => line(i)).join("\n");
  within(20, () => {
    assert.deepEqual(codes("x".repeat(longestText + 1)), ["too-large"]);
    assert.ok(codes("[".repeat(20_000)).includes("too-deep"));
    assert.ok(codes(list(300, (i) => `${" ".repeat(i)}a:`)).includes("too-deep"));
    assert.ok(codes(list(20_000, (i) => `- &a${i} x\n- *a${i}`)).includes("alias-bomb"));
    assert.ok(
      codes(`${list(9, (i) => `a${i}: &a${i} [${i ? `*a${i - 1},`.repeat(9) : "x"}]`)}`).includes("alias-bomb"),
    );
    assert.equal(codes(list(30_000, (i) => `key${i}: 1`)).at(-1), "unknown-key");
    assert.equal(codes(list(5_000, () => "name: a")).filter((code) => code === "duplicate-key").length, 4_999);
  });
});

test("a file of 10,000 lines is read", () => {
  const rivals = Array.from({ length: 10_000 }, (_, i) => `    - {name: rival-${i}, shots: 1}`).join("\n");
  const data = 'data: {train: a.jsonl, test: b.jsonl, prompt: "{{x}}", answer: "{{y}}"}';
  within(20, () => {
    const { value, problems } = parseRunFile(`${head}${data}\nevaluate:\n  rivals:\n${rivals}\n`);
    assert.deepEqual(problems, []);
    assert.equal(value?.evaluate?.rivals.length, 10_000);
  });
});

test("keys that mean something to JavaScript are unknown keys and nothing more", () => {
  for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    assert.deepEqual(codes(`${head}data: {}\n${key}: {polluted: 1}\n`), ["unknown-key"]);
    assert.deepEqual(codes(`${head}data: {}\nmatrix: {${key}: [1]}\n`), ["unknown-path"]);
  }
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

/** Park and Miller's generator: the same mutations each time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

const pieces = [
  "{",
  "}",
  "[",
  "]",
  ": ",
  "- ",
  "&a ",
  "*a",
  "<<: *a",
  "\t",
  "\n",
  "\r\n",
  '"',
  "'",
  "{{",
  "}}",
  "#",
  "|",
  "😀",
  "\u0000",
  "!!map ",
  "~",
  "---\n",
  "train:",
  "matrix:",
];

function mutate(text: string, next: (below: number) => number): string {
  let mutated = text;
  for (let count = 1 + next(4); count > 0; count--) {
    const at = next(mutated.length + 1);
    const piece = next(3) === 0 ? mutated.slice(at, at + next(40)) : pieces[next(pieces.length)]!;
    const drop = next(3) === 0 ? next(60) : 0;
    const to = next(3) === 0 ? next(mutated.length + 1) : at;
    mutated = mutated.slice(0, to) + piece + mutated.slice(to + drop);
  }
  return mutated;
}

test("2,000 random changes of a good file give problems with ranges in the text, and no exception", () => {
  const next = random(20261123);
  for (let round = 0; round < 2000; round++) {
    const text = mutate(good, next);
    const { problems, document } = parseRunFile(text);
    for (const { range, code } of problems) {
      assert.ok(range, `${code} has no range in ${JSON.stringify(text)}`);
      const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
      assert.ok(start <= end && end <= document.text.length, `${code} is outside of ${JSON.stringify(text)}`);
    }
  }
});

test("any prefix of a good file is parsed", () => {
  for (let length = 0; length <= good.length; length += 7) {
    const { value, problems } = parseRunFile(good.slice(0, length));
    assert.ok(value !== null || problems.length > 0);
  }
});
