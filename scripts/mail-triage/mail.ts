/** A mail as the corpus stores it (RFC 822 text) → its plain text. Null where there is none that a person could read. */

export interface Mail {
  /** Address of the sender, lower case. */
  from: string;
  /** Display names that occur in From, To and Cc. */
  names: string[];
  subject: string;
  body: string;
}

export function parseMail(text: string): Mail | null {
  const { headers, body } = splitMail(text);
  const address = /[\w.+-]+@[\w.-]+\.[a-z]{2,}/i.exec(headers.get("from") ?? "")?.[0];
  const subject = (headers.get("subject") ?? "").replace(/\s+/g, " ").trim();
  const plain = plainPart(headers, body);
  if (!address || subject === "" || plain === null) return null;
  // An encoded subject is another script or a sender who hides; neither is worth a decoder here.
  if (subject.includes("=?")) return null;
  const names = ["from", "to", "cc"].flatMap((name) => displayNames(headers.get(name) ?? ""));
  return { from: address.toLowerCase(), names, subject, body: plain };
}

type Headers = Map<string, string>;

function splitMail(text: string): { headers: Headers; body: string } {
  const normal = text.replace(/\r\n?/g, "\n").replace(/^From .*\n/, "");
  const end = normal.indexOf("\n\n");
  const head = (end < 0 ? normal : normal.slice(0, end)).replace(/\n[ \t]+/g, " ");
  const headers: Headers = new Map();
  for (const line of head.split("\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? "" : normal.slice(end + 2) };
}

function plainPart(headers: Headers, body: string): string | null {
  const type = (headers.get("content-type") ?? "text/plain").toLowerCase();
  if (type.startsWith("multipart/")) {
    const boundary = /boundary="?([^";]+)"?/i.exec(headers.get("content-type") ?? "")?.[1];
    if (!boundary) return null;
    for (const part of body.split(`--${boundary}`).slice(1)) {
      const inner = splitMail(part.replace(/^\n/, ""));
      if ((inner.headers.get("content-type") ?? "").toLowerCase().startsWith("text/plain"))
        return plainPart(inner.headers, inner.body);
    }
    return null;
  }
  if (!type.startsWith("text/plain")) return null;
  const encoding = (headers.get("content-transfer-encoding") ?? "7bit").toLowerCase();
  if (encoding.startsWith("base64")) return null;
  const decoded = encoding.startsWith("quoted") ? unquote(body) : body;
  return /<(html|body|table|font|br|td|p)\b/i.test(decoded) ? null : decoded;
}

function unquote(text: string): string {
  return text
    .replace(/=\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function displayNames(header: string): string[] {
  return header.split(",").flatMap((one) => {
    const name = /^\s*"?([^"<@]+?)"?\s*</.exec(one)?.[1] ?? /\(([^)@]+)\)\s*$/.exec(one)?.[1];
    return name ? [name.trim()] : [];
  });
}

const signature = /^(--|__+|==+|\*\*+|~~+)\s*$|^-{2,} ?\w|^[-_=*~]{5,}/;
const quotation = /^\s*([>|:#]|\w{1,4}>|-+\])/;
/** What list servers and mail programs add. */
const footer =
  /mailman\/listinfo|Yahoo! Groups|^To unsubscribe|^Hash: |^Date: Not supplied|^Sponsored by|_{3,}.*list$/i;
const closing =
  /^(\s*(thanks|thank you|cheers|regards|best regards|sincerely|yours|bye|later|best|ciao)?[\s,.!-]*([A-Z][\w.'-]*\s*){0,3}|-+\s*\w+( \w+)?)$/i;

/** What the sender wrote: no quotations, attributions, signatures or list footers, on one line. */
export function ownWords(body: string): string {
  const lines: string[] = [];
  for (const line of withoutAttributions(body).split("\n")) {
    if (signature.test(line)) {
      if (lines.join(" ").trim().length > 60) break;
    } else if (!quotation.test(line) && !footer.test(line)) lines.push(line);
  }
  // A name below the text is a person's; the text does not need it.
  while (lines.length > 1 && closing.test(lines.at(-1)!)) lines.pop();
  return lines
    .join("\n")
    .replace(/[*_=~#|<>^]{2,}|[<>]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function withoutAttributions(body: string): string {
  return body
    .replace(/-----BEGIN PGP[^\n]*\n/g, "")
    .replace(
      /(^|\n)[^\n]*\b(On|At|Quoting|In message|From)\b[^\n]*(\n[^\n]*){0,2}(wrote|writes|said|babbled|>)\s*:?\s*(?=\n|$)/gi,
      "\n",
    )
    .replace(/(^|\n)[^\n]{0,80}\b(wrote|writes|said):\s*(?=\n)/gi, "\n")
    .replace(/(^|\n)[>\s]*(-+ ?Original Message|Begin forwarded)[\s\S]*/i, "\n");
}

/** The conversation that a subject belongs to: without reply marks, list tags, numbers and case. */
export function threadOf(subject: string): string {
  return cleanSubject(subject)
    .replace(/^(re: )+/i, "")
    .toLowerCase()
    .replace(/[^a-z ]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** `Re: [List] Title   x7f` → `Re: Title`: tags would give the answer away, and spammers pad with noise. */
export function cleanSubject(subject: string): string {
  const reply = /^\s*(\[[^\]]*\]\s*)*(re|aw)(\[\d+\])?\s*:/i.test(subject);
  const title = subject
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/^(\s*(re|aw|fwd?)(\[\d+\])?\s*:)+/i, "")
    .trim()
    .replace(/\s{3,}.*$/, "")
    .replace(/\s+/g, " ");
  return reply ? `Re: ${title}` : title;
}
