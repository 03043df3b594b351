import type { Mail } from "./mail.ts";
import { firstName, isStandIn, lastName } from "./pseudonyms.ts";

export type KnownNames = ReadonlyMap<string, "first" | "last">;

/** Common first names, for people who are written about and never wrote. */
const common = (
  "Aaron Adam Alan Albert Alex Alice Amanda Amy Andrea Andrew Andy Angela Ann Anna Anne Anthony Arthur Barbara Ben Benjamin Betty Bill Bob Bobby Brad Brandon Brenda Brian Bruce Carl Carol Catherine Charles Charlie Chris Christina Christine Christopher Colin Craig Cynthia Dan Daniel Danny Dave David Dean Deborah Debra Dennis Diana Diane Don Donald Donna Doug Douglas Ed Eddie Edward Elizabeth Ellen Emily Emma Eric Erik Eugene Evan Frank Fred Gary Gavin Geoff George Gerald Gloria Gordon Graham Greg Gregory Hans Harold Harry Heather Helen Henry Howard Ian Jack Jackie Jacob James Jane Janet Jason Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerry Jesse Jessica Jim Jimmy Joan Joe Joel John Johnny Jonathan Jose Joseph Joshua Joyce Juan Judith Judy Julia Julie Justin Karen Karl Kate Katherine Kathleen Kathy Keith Kelly Ken Kenneth Kevin Kim Kyle Larry Laura Lauren Lawrence Lee Leo Leon Linda Lisa Louis Lucy Luis Luke Margaret Maria Marie Marilyn Martha Martin Mary Matt Matthew Megan Melissa Michael Michelle Mike Nancy Natasha Nathan Neil Nicholas Nick Nicole Nigel Olivia Oliver Oscar Pamela Patricia Patrick Paul Pedro Peter Petr Phil Philip Phillip Rachel Ralph Raymond Rebecca Richard Rick Robert Robin Roger Ron Ronald Russell Ruth Ryan Sallie Sally Samantha Samuel Sandra Sara Sarah Scott Sean Sharon Shirley Simon Sophia Stephanie Stephen Steve Steven Stuart Susan Ted Teresa Terry Theresa Thomas Tim Timothy Todd Tom Tony Tracey Tracy Tyler Victor Victoria Vincent Virginia Walter Wayne Wendy William Zachary " +
  // Met in the rows that were chosen.
  "Eduado Fatimata Geege Gilberto Havoc Kinson Lamar Luigi Nev Rob Vipul Lubavitcher Milton Neale"
).split(" ");

const commonLast = ["Beberg", "Dewdney"];

/** Places, months, firms and the like that occur in display names, and words that a spammer calls himself. */
const notPeople = new Set(
  (
    "ireland dublin boston austin berkeley ohio toledo florida london america american european british irish linux windows microsoft " +
    "oracle google yahoo amazon perl java python debian redhat apache mozilla unix internet online newsletter customers travelers " +
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun " +
    "powerball many time stay daily weekly monthly monday tuesday wednesday thursday friday saturday sunday january february " +
    "march april june july august september october november december john's scotsman guardian wired news california texas"
  ).split(" "),
);

/**
 * Names of people, by word, from the display names of all mails. A word that is written small more often than a few times
 * (`mark`, `hall`, `news`) is a word and not a name; greetings and titles catch those people's names all the same.
 */
export function knownNames(mails: readonly Mail[]): KnownNames {
  const votes = new Map<string, { first: number; last: number }>();
  for (const { names } of mails) {
    for (const name of names) {
      const words = name.split(/[\s,._]+/).filter((word) => /^[A-Z][a-z'-]{2,}$/.test(word));
      // One word alone may be a firm; two or three are written by people.
      if (words.length < 2 || words.length > 3) continue;
      for (const [index, word] of words.entries()) {
        const vote = votes.get(word.toLowerCase()) ?? { first: 0, last: 0 };
        if (index === 0) vote.first++;
        else vote.last++;
        votes.set(word.toLowerCase(), vote);
      }
    }
  }
  const small = new Map<string, number>();
  for (const { body } of mails) {
    for (const word of body.match(/(?<![\w@./-])[a-z]{3,}(?![\w@/-]|\.\w)/g) ?? []) {
      if (votes.has(word)) small.set(word, (small.get(word) ?? 0) + 1);
    }
  }
  const names = [...votes].filter(([word]) => (small.get(word) ?? 0) <= 3 && !notPeople.has(word));
  const known = new Map<string, "first" | "last">(
    names.map(([word, vote]) => [word, vote.first >= vote.last ? "first" : "last"]),
  );
  for (const name of common) known.set(name.toLowerCase(), "first");
  for (const name of commonLast) known.set(name.toLowerCase(), "last");
  return known;
}

const titles = /\b(Mr|Mrs|Ms|Dr|Prof|Barrister|Engr|Princess|Sir|President)(\.\s*|\s+)((?:[A-Z][\w'-]*\.?\s*){1,3})/g;
const greeting =
  /\b(Hi|Hello|Hey|Dear|(?:Thanks|Cheers|Regards|Sincerely|Best|Yours),|I am|name is|I'm|By)(,?\s+)([A-Z][a-z]+)\b(\s+[A-Z][a-z]+)?/g;
const speaker = /\b([A-Z][a-z]{3,})( said| says| told| wrote)\b/g;
const notNames = new Set(
  (
    "All Again Thank Thanks Welcome Sorry Sir Madam Friend Friends Everyone Folks There Guys List Sirs Customer Member Members Homeowner Reader Subscriber Candidate " +
    "Colleague Colleagues Partner Webmaster User Business Internet Investor Consumer Regards Wishes You The We Please This If In To For " +
    "This That These They She Someone Everybody Nobody What Who Which Group Bank Buy Of Or And A An It My Your Fellow Wireless Hope Just How What Today Now Thursday Friday Monday Web Not Very Only"
  ).split(" "),
);

/** Puts stand-ins for names: in a greeting or introduction, after a title, known ones anywhere, and what follows those. */
export function hideNames(text: string, known: KnownNames): string {
  return text
    .replace(titles, (whole, title: string, space: string, rest: string) => {
      const words = rest.trim().split(/\s+/);
      if (notNames.has(words[0]!)) return whole;
      return `${title}${space}${lastName(words.at(-1)!)}${/\s$/.test(rest) ? " " : ""}`;
    })
    .replace(greeting, (whole, word: string, space: string, name: string, more: string | undefined) => {
      if (notNames.has(name) || isStandIn(name)) return whole;
      // "By" and "I am" introduce much else; two words in capitals are a name.
      if (more === undefined && /^(I am|I'm|By)$/.test(word)) return whole;
      return `${word}${space}${firstName(name)}${more === undefined ? "" : ` ${lastName(more.trim())}`}`;
    })
    .replace(speaker, (whole, name: string, verb: string) =>
      notNames.has(name) || isStandIn(name) ? whole : `${lastName(name)}${verb}`,
    )
    .replace(/\b([A-Z]{3,}) ([A-Z]{3,})\b/g, (whole, first: string, last: string) =>
      known.get(first.toLowerCase()) === "first" ? `${firstName(first)} ${lastName(last)}`.toUpperCase() : whole,
    )
    .replace(
      /\b([A-Z][a-z]{2,})\b(?!'t)((?:\s[A-Z]\.)?\s[A-Z][a-z]+\b)?/g,
      (whole, word: string, next: string | undefined) => {
        const kind = known.get(word.toLowerCase());
        if (kind === undefined) return next === undefined ? whole : `${word}${hideWord(next, known)}`;
        if (kind === "last" || next === undefined)
          return hideWord(word, known) + (next === undefined ? "" : hideWord(next, known));
        const following = next.trim().split(" ").at(-1)!;
        return notNames.has(following) || isStandIn(following)
          ? `${firstName(word)}${next}`
          : `${firstName(word)} ${lastName(following)}`;
      },
    );
}

function hideWord(text: string, known: KnownNames): string {
  return text.replace(/[A-Z][a-z]{2,}/, (word) => {
    const kind = known.get(word.toLowerCase());
    if (kind === undefined) return word;
    return kind === "first" ? firstName(word) : lastName(word);
  });
}
