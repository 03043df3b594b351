import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { checkData } from "../../../src/data/check.ts";
import { resolveData } from "../../../src/data/resolve.ts";
import { runSchema } from "../../../src/spec/schema.ts";

const example = new URL("../../../examples/mail-triage/", import.meta.url);
const folder = fileURLToPath(example);

interface MailRow {
  id: string;
  thread: string;
  sender_domain: string;
  from: string;
  subject: string;
  body: string;
  answer: { category: string; has_link: boolean; is_reply: boolean; link_host: string | null; sender_domain: string };
}

function rows(file: string): MailRow[] {
  const lines = readFileSync(new URL(`data/${file}.jsonl`, example), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as MailRow);
}

const train = rows("train");
const held = rows("test");

for (const file of readdirSync(folder).filter((name) => name.endsWith(".run.yaml"))) {
  test(`the data of ${file} resolves without a problem`, async () => {
    const spec = runSchema.parse(parse(readFileSync(new URL(file, example), "utf8")));
    const resolved = await resolveData(spec.data, { folder, needs: { train: true, test: true } });
    assert.deepEqual([...resolved.problems, ...checkData(resolved, folder)], []);
    if (file === "quick.run.yaml") {
      assert.ok(resolved.splits.train.length <= 24 && resolved.splits.test.length === 12);
    }
  });
}

test("no sender, conversation, id or text is on both sides", () => {
  for (const of of [
    (row: MailRow) => row.sender_domain,
    (row: MailRow) => row.thread,
    (row: MailRow) => row.id,
    (row: MailRow) => row.body,
  ]) {
    const known = new Set(train.map(of));
    assert.deepEqual(
      held.filter((row) => known.has(of(row))),
      [],
    );
  }
});

test("every label but the category can be read off the row", () => {
  for (const { from, subject, body, answer, sender_domain } of [...train, ...held]) {
    const link = /\bhttp:\/\/([\w.]+\.example)|\b(www\.\w+\.example)/.exec(`${subject} ${body}`);
    assert.equal(answer.link_host, link ? (link[1] ?? link[2]) : null, body);
    assert.equal(answer.has_link, link !== null);
    assert.equal(answer.is_reply, subject.startsWith("Re:"));
    assert.equal(answer.sender_domain, from.split("@")[1]);
    assert.equal(answer.sender_domain, sender_domain);
  }
});

test("both sides hold enough of every kind", () => {
  for (const split of [train, held]) {
    const share = (is: (row: MailRow) => boolean) => split.filter(is).length / split.length;
    assert.ok(Math.abs(share(({ answer }) => answer.category === "spam") - 0.5) < 0.06);
    assert.ok(Math.abs(share(({ answer }) => answer.has_link) - 0.5) < 0.1);
    assert.ok(share(({ answer }) => answer.is_reply) > 0.2);
    assert.ok(split.some(({ answer }) => answer.category === "spam" && answer.is_reply));
  }
});

test("nobody's address, domain or number is left", () => {
  for (const { from, subject, body } of [...train, ...held]) {
    const text = `${from}\n${subject}\n${body}`;
    for (const [address] of text.matchAll(/[\w.+-]+@[\w.-]+/g)) assert.match(address, /\.example\.?$/, text);
    for (const [host] of text.matchAll(/(?:https?:\/\/|www\.)[^\s"')]+/g))
      assert.match(host, /\.example[.,:;?!]?$/, text);
    for (const [number] of text.matchAll(/\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\b\d{9,}\b/g))
      assert.match(number, /555-01\d\d/, text);
  }
});
