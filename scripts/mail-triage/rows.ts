import { createHash } from "node:crypto";
import { cleanSubject, type Mail, ownWords, threadOf } from "./mail.ts";
import { hideNames } from "./names.ts";
import { type PseudoDomain, pseudoAddress, pseudonymise } from "./pseudonyms.ts";

export interface TriageAnswer {
  category: "spam" | "ham";
  has_link: boolean;
  is_reply: boolean;
  link_host: string | null;
  sender_domain: string;
}

export interface TriageRow {
  id: string;
  thread: string;
  sender_domain: string;
  from: string;
  subject: string;
  body: string;
  answer: TriageAnswer;
}

/** Characters of a shortened body, at most: about 32 tokens. */
export const bodyLength = 140;
export const subjectLength = 46;

/**
 * A mail as a row: shortened, pseudonymised, and labelled from the text that is left, so that every label can be read off
 * the row. Only the category is the corpus's own.
 */
export function makeRow(
  mail: Mail,
  category: TriageAnswer["category"],
  name: string,
  context: { domains: PseudoDomain; names: ReadonlyMap<string, "first" | "last"> },
): TriageRow {
  const { domains, names } = context;
  const hide = (text: string) => tidy(hideNames(pseudonymise(text, domains), names));
  const from = pseudoAddress(mail.from, domains);
  const subject = shorten(hide(cleanSubject(mail.subject)), subjectLength);
  const body = shortenBody(hide(ownWords(mail.body)));
  const host = firstLinkHost(`${subject} ${body}`);
  const answer: TriageAnswer = {
    category,
    has_link: host !== null,
    is_reply: /^re:/i.test(subject),
    link_host: host,
    sender_domain: domains(mail.from.slice(mail.from.lastIndexOf("@") + 1)),
  };
  return {
    id: digest(name, 8),
    thread: digest(threadOf(mail.subject) || name, 8),
    sender_domain: answer.sender_domain,
    from,
    subject,
    body,
    answer,
  };
}

export function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** Cut after a whole word. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length + 1);
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > length / 2 ? space : length).replace(/[\s,;:-]+$/, "")} ...`;
}

/**
 * The beginning, and the first link too if it comes later: a mail without its link is another mail.
 * No link is ever cut in two.
 */
export function shortenBody(text: string): string {
  const link = linkPattern.exec(text);
  if (!link || link.index + link[0].length <= bodyLength) {
    const short = shorten(text, bodyLength);
    return link || !linkPattern.test(short) ? short : short.replace(linkPattern, "").trim();
  }
  const around = text.slice(Math.max(0, link.index - 25), link.index + link[0].length);
  const tail = around.slice(around.indexOf(" ") + 1);
  return `${shorten(text.slice(0, link.index), bodyLength - tail.length - 5).replace(/ \.\.\.$/, "")} ... ${tail}`;
}

const linkPattern = /\bhttp:\/\/([a-z0-9.]+\.example)\b|\b(www\.[a-z0-9]+\.example)\b/;

/** The host of the first link that the text shows; null without one. */
export function firstLinkHost(text: string): string | null {
  const found = linkPattern.exec(text);
  return found ? (found[1] ?? found[2] ?? null) : null;
}

function tidy(text: string): string {
  return text
    .replace(/[^\x20-\x7e]|\ba href="/g, " ")
    .replace(/([!?.*$-])\1{2,}/g, "$1$1")
    .replace(/\s+([,.!?;:])(?=\s|$)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

const words = new Set(
  "the a an and or of to in is it for on with this that you your we are be have not as at by from i can if will our was but they".split(
    " ",
  ),
);
/** Not for an example that is opened at work. */
const unfit =
  /sex|porn|xxx|nude|naked|adult|teen|horny|penis|viagra|erotic|breast|virgin|slut|whore|cum|lust|fuck|shit|bitch|bastard|\bass\b|asshole|crap|damn|nazi|hitler|jew|muslim|islam|christian|gay|lesbian|nigg|rape|terror|kill|murder|suicide|bomb|incest|escort|dating|singles|impoten|enlarge|sexual|drug|marijuana|cannabis|cigar|smok|herb|playboy|lure|passed away|died|obituar|funeral|sept(ember)? 11|9\/11|iraq|israel|palestin|\bwar\b|weapon|\bgun|shoot|modeling page|lbs|squirt|\bwet\b|webcam|qaeda|jotd|young lady|actress|bikini|\bstrip|girls|forwarded-by|peculiar way|dermot|out of office|out of the office|blogstart|a href/i;

/** Whether a row reads as English prose that may be shown to anyone. */
export function isFit(row: TriageRow): boolean {
  const text = `${row.subject} ${row.body}`;
  if (unfit.test(text) || row.subject.length < 6 || row.body.length < 60) return false;
  const found = row.body.toLowerCase().match(/[a-z']+/g) ?? [];
  const letters = row.body.replace(/[^A-Za-z ]/g, "").length / row.body.length;
  const common = found.filter((word) => words.has(word)).length / Math.max(1, found.length);
  const shouted = row.body.replace(/[^A-Z]/g, "").length / Math.max(1, row.body.replace(/[^A-Za-z]/g, "").length);
  const hasLongWord = text.split(/[\s/]+/).some((word) => word.length > 34);
  return (
    letters > 0.8 &&
    common > 0.2 &&
    shouted < 0.5 &&
    !hasLongWord &&
    !/[{}\\]|Content-|charset|(?<!http):\/\/|^\S+ *:\/\//.test(text)
  );
}
