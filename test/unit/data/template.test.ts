import assert from "node:assert/strict";
import { test } from "node:test";
import { columnValue, parseTemplate, renderTemplate, templateColumns } from "../../../src/data/template.ts";

function render(text: string, row: Record<string, unknown>): string {
  const { text: rendered, missing } = renderTemplate(parseTemplate(text), row);
  assert.deepEqual(missing, []);
  return rendered;
}

test("columns are put where their names stand", () => {
  assert.equal(render("Sort:\n{{subject}} / {{ body }}.", { subject: "A", body: "{{x}}" }), "Sort:\nA / {{x}}.");
  assert.equal(render("no column", {}), "no column");
});

test("what a value becomes in the middle of a text", () => {
  const row = { text: "ü\n", number: 1.5, yes: true, nothing: null, list: [2, 1], object: { b: 1, a: "x" } };
  assert.equal(render("[{{text}}][{{number}}][{{yes}}]", row), "[ü\n][1.5][true]");
  assert.equal(render("[{{nothing}}][{{list}}][{{object}}]", row), '[][[2,1]][{"a":"x","b":1}]');
});

test("a column that is all there is becomes canonical JSON unless it is text", () => {
  assert.equal(render("{{a}}", { a: { z: null, b: [true] } }), '{"b":[true],"z":null}');
  assert.equal(render("{{a}}", { a: null }), "null");
  assert.equal(render("{{a}}", { a: "null" }), "null");
  assert.equal(render("{{a}}", { a: 7 }), "7");
});

test("fields of object columns; a column with a dot in its name goes first", () => {
  assert.equal(render("{{a.b.c}}", { a: { b: { c: "deep" } } }), "deep");
  assert.equal(render("{{a.b}}", { "a.b": "flat", a: { b: "deep" } }), "flat");
  assert.equal(columnValue({ a: "text" }, "a.length"), undefined);
  assert.equal(columnValue({}, "constructor"), undefined);
});

test("a column that the row does not have is missing", () => {
  const template = parseTemplate("{{a}} {{b}} {{a.c}}");
  assert.deepEqual(renderTemplate(template, { b: 1 }).missing, ["a", "a.c"]);
  assert.deepEqual(templateColumns(template), ["a", "b", "a.c"]);
});

test("escaped braces are braces; single ones always were", () => {
  assert.equal(render('{"x": {{a}}} \\{{a}} }}', { a: 1 }), '{"x": 1} {{a}} }}');
});

test("braces that make no column are mistakes", () => {
  const codes = (text: string) => parseTemplate(text).mistakes.map(({ code }) => code);
  assert.deepEqual(codes("{{{a}}}"), ["template-braces"]);
  assert.deepEqual(codes("{{a"), ["template-not-closed"]);
  assert.deepEqual(codes("{{ }}"), ["template-empty-column"]);
  assert.deepEqual(codes("{{a}} {{{b}}} {{c"), ["template-braces", "template-not-closed"]);
});
