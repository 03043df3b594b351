import { createHash } from "node:crypto";

/**
 * Stable stand-ins for people and domains: the same original gives the same stand-in in every row and every build.
 * All domains end in `.example`, which nobody can own. The corpus is public, so this hides nobody from someone who has it;
 * it keeps real people's names and addresses out of this repository and out of the models that are trained on it.
 */

const firstNames =
  "Ada Aron Bela Berit Cleo Cosmo Dora Edgar Elin Enzo Fay Felix Gerda Gwen Hanno Hilda Ida Ines Ivo Jorin Juno Kaia Kurt Lena Levin Lorna Mara Milo Mina Nora Odo Oona Orla Otto Petra Pia Quinn Rhea Rolf Rosa Runa Selma Signe Sven Tara Tilda Timo Ulla Urs Vera Vito Wanda Wilma Xenia Yara Yves Zelda Zeno".split(
    " ",
  );
const lastNames =
  "Alder Barlow Birch Brook Calder Carver Dale Denholm Elm Fenwick Field Forde Garth Glen Harrow Hart Holt Hyde Ivey Kerr Kestrel Lark Linden Lowell Marsh Mercer Moor Nash North Oakes Orchard Penn Pike Quill Reed Ridge Rowan Sedge Shaw Slater Sorrel Stone Thorne Tully Vale Voss Wade Ware West Wick Wren Yates".split(
    " ",
  );
const domainStarts =
  "amber apple ash bell birch blue bright brook cedar clear clover coal copper coral crown dale deep dove east elm ever fair fern field fir flint fox gold gray green hazel heath high hill holly iron ivy kind lake lark lime long maple mill mint moon moss north oak old open pear pine plum quick red river rose sage sand sea silver sky snow south stone sun swan tall true west white wild wind wood".split(
    " ",
  );
const domainEnds =
  "bank bay beam bird book box bridge burn camp cart cliff coast craft creek dale desk dock door farm field fire ford forge frame garden gate glen grove hall harbor hill house island kite lamp land lane light line mark market mill moor nest park path pond port post press ridge road rock root sail school shop side spring star station stone store street tower town trail tree vale valley view ville wall water way well wind works yard".split(
    " ",
  );

function pick<T>(list: readonly T[], original: string, salt: string): T {
  const hash = createHash("sha256").update(`${salt} ${original}`).digest();
  return list[hash.readUInt32BE(0) % list.length]!;
}

export function firstName(original: string): string {
  return pick(firstNames, original.toLowerCase(), "first");
}

export function lastName(original: string): string {
  return pick(lastNames, original.toLowerCase(), "last");
}

/** The domain that somebody registers: `www.a.co.uk` → `a.co.uk`. An address in numbers stays whole. */
export function registeredDomain(host: string): string {
  const labels = host.toLowerCase().split(".");
  if (labels.every((label) => /^\d*$/.test(label))) return host;
  const isCountryCode = labels.at(-1)!.length === 2 && /^(co|com|net|org|ac|gov|edu|ne|or)$/.test(labels.at(-2) ?? "");
  return labels.slice(isCountryCode ? -3 : -2).join(".");
}

export type PseudoDomain = (host: string) => string;

/** One table for a build: two domains never get the same stand-in. Its result depends on the order of first calls. */
export function pseudoDomains(): PseudoDomain {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (host) => {
    const domain = registeredDomain(host);
    let invented = given.get(domain);
    for (let attempt = 0; invented === undefined; attempt++) {
      const salted = `${domain} ${attempt}`;
      const name = `${pick(domainStarts, salted, "start")}${pick(domainEnds, salted, "end")}.example`;
      if (!taken.has(name)) invented = name;
    }
    given.set(domain, invented);
    taken.add(invented);
    return invented;
  };
}

/** `Rick.Moen@x.org` → `petra@…`: the local part says something about a person, so it becomes a first name. */
export function pseudoAddress(address: string, domains: PseudoDomain): string {
  const at = address.lastIndexOf("@");
  return `${firstName(address.slice(0, at)).toLowerCase()}@${domains(address.slice(at + 1))}`;
}

const url =
  /\bhttps?:\/\/+(?:[^\s/@]+@)?([a-z0-9.-]+)(?::\d+)?[^\s<>"')\]]*|\bwww\.([a-z0-9-]+\.[a-z0-9.-]+)[^\s<>"')\]]*/gi;
const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const bareDomain =
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|edu|gov|info|biz|ie|uk|de|fr|ca|au|us|cn|jp|it|nl|tv|cc|ws|nu)\b(?:\/\S*)?/gi;
const ipAddress = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const phone =
  /(?:\+?\d{1,3}[ .-]?)?\(?\b\d{3}\)?[ .-]{0,2}\d{3}[ .-]\d{4}\b|\b\d{3}-\d{4}\b|\+\d[\d ().-]{7,}\d|\b0\d{2,4}[ -]\d{5,8}\b|\b\d{8,}\b/g;

/** Links keep their scheme and `www.`, and lose their path: it can name a person. Bare domains become a plain word. */
export function pseudonymise(text: string, domains: PseudoDomain): string {
  return text
    .replace(url, (whole, host: string | undefined, bare: string | undefined) => {
      const stop = /[.,;:!?]$/.exec(whole)?.[0] ?? "";
      const name = (host ?? bare ?? "").replace(/[.-]+$/, "");
      if (!name.includes(".")) return " ";
      const www = bare !== undefined || /^www\./i.test(name) ? "www." : "";
      return `${bare === undefined ? "http://" : ""}${www}${domains(name)}${stop === "" ? "" : stop}`;
    })
    .replace(address, (found) => (found.endsWith(".example") ? found : pseudoAddress(found, domains)))
    .replace(bareDomain, (found) => {
      const word = domains(found.split("/")[0]!).replace(".example", "");
      return word[0]!.toUpperCase() + word.slice(1);
    })
    .replace(ipAddress, (found) => `192.0.2.${createHash("sha256").update(found).digest()[0]}`)
    .replace(phone, (found) => {
      const digits = createHash("sha256").update(found.replace(/\D/g, "")).digest().readUInt16BE(0) % 100;
      return `555-01${String(digits).padStart(2, "0")}`;
    });
}

const standIns = new Set([...firstNames, ...lastNames]);

export function isStandIn(name: string): boolean {
  return standIns.has(name);
}
