import assert from "node:assert/strict";
import { test } from "node:test";
import { components, fillSplits, kindOf, thinOut } from "../../../scripts/mail-triage/choose.ts";
import { cleanSubject, ownWords, parseMail, threadOf } from "../../../scripts/mail-triage/mail.ts";
import { hideNames, knownNames } from "../../../scripts/mail-triage/names.ts";
import { pseudoDomains, pseudonymise, registeredDomain } from "../../../scripts/mail-triage/pseudonyms.ts";
import { bodyLength, firstLinkHost, makeRow, shortenBody, type TriageRow } from "../../../scripts/mail-triage/rows.ts";

const raw = [
  "From sender@mail.invented.co.uk  Thu Aug 22 14:44:07 2002",
  "From: Ottoline Quibble <Ottoline.Quibble@mail.invented.co.uk>",
  'To: "Bartleby Wimple" <b@elsewhere.org>',
  "Subject: Re: [Garden-List] The roses\n of spring",
  "Content-Type: multipart/alternative; boundary=XX",
  "",
  "--XX",
  "Content-Type: text/html",
  "",
  "<html>no</html>",
  "--XX",
  "Content-Type: text/plain",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "On Monday Bartleby Wimple wrote:",
  "> Are they red?",
  "Bartleby, they are at http://www.roses.org/~ottoline/p=",
  "ictures.html and you can ring (415) 555 2671 for them. They =3D red.",
  "",
  "Ottoline",
  "-- ",
  "Ottoline Quibble, 12 Rose Lane",
  "--XX--",
].join("\n");

test("a mail becomes a shortened row without its people, labelled from what is left", () => {
  const mail = parseMail(raw)!;
  assert.equal(mail.subject, "Re: [Garden-List] The roses of spring");
  const row = makeRow(mail, "ham", "x", { domains: pseudoDomains(), names: knownNames([mail]) });
  assert.doesNotMatch(JSON.stringify(row), /ottoline|quibble|bartleby|wimple|invented|roses\.org|2671|Monday|red\?/i);
  assert.equal(row.subject, "Re: The roses of spring");
  assert.match(row.body, /they are at http:\/\/www\.\w+\.example and you can ring 555-01\d\d for them\. They = red\.$/);
  assert.deepEqual(row.answer, {
    category: "ham",
    has_link: true,
    is_reply: true,
    link_host: /www\.\w+\.example/.exec(row.body)![0],
    sender_domain: row.from.split("@")[1],
  });
});

test("mails that nobody could read are left out", () => {
  assert.equal(parseMail("From: a@b.org\nSubject: x\nContent-Type: text/html\n\n<p>x</p>"), null);
  assert.equal(parseMail("From: a@b.org\nSubject: x\nContent-Transfer-Encoding: base64\n\neA=="), null);
  assert.equal(parseMail("From: a@b.org\nSubject: =?big5?B?x?=\n\nx"), null);
  assert.equal(parseMail("From: nobody\nSubject: x\n\nx"), null);
});

test("one original has one stand-in, two never share one", () => {
  const domains = pseudoDomains();
  assert.equal(domains("www.a.org"), domains("mail.a.org"));
  const many = Array.from({ length: 2000 }, (_, index) => domains(`d${index}.com`));
  assert.equal(new Set(many).size, 2000);
  assert.equal(registeredDomain("x.y.co.uk"), "y.co.uk");
  assert.equal(registeredDomain("10.1.2.3"), "10.1.2.3");
});

test("links lose their path, addresses and bare domains their owner", () => {
  const text = pseudonymise(
    "See https://x.y.com:80/~jo?id=7, www.z.net. Write jo@z.net or buy at shop.com/now!",
    pseudoDomains(),
  );
  assert.match(text, /^See http:\/\/\w+\.example, www\.(\w+)\.example\. Write \w+@\1\.example or buy at [A-Z]\w+$/);
});

test("names go after titles, in greetings and where they are known", () => {
  const known = new Map([["quibble", "last"]] as const);
  const text = hideNames("Dear Ottoline, Mr. Wimple and JAMES WIMPLE know Quibble. Dear Sir, He said so.", known);
  assert.doesNotMatch(text, /Ottoline|Wimple|Quibble/);
  assert.match(text, /Dear Sir, He said so\.$/);
});

test("subjects lose list tags, replies stay replies, threads are the same for both", () => {
  assert.equal(cleanSubject("[x] Re: [y] RE: Hello   12.3"), "Re: Hello");
  assert.equal(cleanSubject("Fwd: News"), "News");
  assert.equal(threadOf("Re: [y] Hello 7"), threadOf("Hello"));
});

test("signatures and quotations are not the sender's own words", () => {
  assert.equal(
    ownWords("> quoted\nOwn text.\nAnn wrote:\n> more\nTo unsubscribe, see below\nRegards,\nAnn B."),
    "Own text.",
  );
});

test("a body is short and keeps its first link whole", () => {
  const late = `${"word ".repeat(60)}see http://www.oakfield.example for more`;
  const short = shortenBody(late);
  assert.ok(short.length <= bodyLength + 5, `${short.length}`);
  assert.equal(firstLinkHost(short), "www.oakfield.example");
  assert.equal(firstLinkHost("write to a@b.example"), null);
  assert.equal(shortenBody("as it is"), "as it is");
});

function row(id: string, domain: string, thread: string, body = id): TriageRow {
  const answer = { category: "ham", has_link: false, is_reply: false, link_host: null, sender_domain: domain } as const;
  return { id, thread, sender_domain: domain, from: `a@${domain}`, subject: `about ${id}`, body, answer };
}

test("rows that share a sender or a thread, even through others, go to one split", () => {
  const rows = [
    row("1", "a", "t1"),
    row("2", "b", "t1"),
    row("3", "b", "t2"),
    row("4", "c", "t3"),
    row("5", "d", "t4"),
  ];
  assert.deepEqual(
    components(rows)
      .map((group) => group.map(({ id }) => id).join(""))
      .sort(),
    ["123", "4", "5"],
  );
  const quota = { [kindOf(rows[0]!)]: 3 };
  const [first, second] = fillSplits(rows, [quota, quota]);
  assert.deepEqual(
    first!.map(({ id }) => id),
    ["1", "2", "3"],
  );
  assert.deepEqual(
    second!.map(({ id }) => id),
    ["4", "5"],
  );
});

test("near copies and too much of one sender are thinned out", () => {
  const text = "one two three four five six seven eight nine ten eleven twelve";
  const copies = [row("1", "a", "t1", text), row("2", "b", "t2", `${text} !`)];
  assert.equal(thinOut(copies).length, 1);
  const many = Array.from({ length: 9 }, (_, index) => row(`${index}`, "a", `t${index}`, `text ${"abcdefghi"[index]}`));
  assert.equal(thinOut(many).length, 3);
});
