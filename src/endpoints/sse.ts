/** No event of a chat is near this long; a body without a line's end must not fill the memory. UTF-16 units. */
const longestEvent = 4_000_000;

export interface EventStreamReader {
  /** The `data` of each event that these bytes complete. Bytes may end anywhere, within a character too. */
  push(bytes: Uint8Array): string[];
  /** What is left when the body has ended: an event that lacks its empty line, as some servers send their last one. */
  end(): string[];
}

/**
 * Reads a `text/event-stream` body as it comes (WHATWG HTML, §9.2.6): lines end with CR, LF or both, several `data` lines
 * of one event are joined by a line feed, comments and other fields are passed over.
 * Throws a `RangeError` for an event that is longer than any answer.
 */
export function eventStreamReader(): EventStreamReader {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  let data: string[] = [];
  let length = 0;

  function takeLine(line: string, done: string[]): void {
    if (line === "") {
      if (data.length > 0) done.push(data.join("\n"));
      data = [];
      length = 0;
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field !== "data") return;
    const value = colon < 0 ? "" : line.slice(colon + 1);
    const text = value.startsWith(" ") ? value.slice(1) : value;
    length += text.length;
    if (length > longestEvent) throw new RangeError("an event of the stream is too long");
    data.push(text);
  }

  function take(text: string, isEnd: boolean): string[] {
    const done: string[] = [];
    rest += text;
    let from = 0;
    for (const match of rest.matchAll(/\r\n|\n|\r/g)) {
      // A CR at the very end may be the first half of CR LF.
      const mayGoOn = match[0] === "\r" && match.index === rest.length - 1;
      if (mayGoOn && !isEnd) break;
      takeLine(rest.slice(from, match.index), done);
      from = match.index + match[0].length;
    }
    rest = rest.slice(from);
    if (rest.length > longestEvent) throw new RangeError("an event of the stream is too long");
    return done;
  }

  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true }), false),
    end() {
      const done = take(decoder.decode(), true);
      if (rest !== "") takeLine(rest, done);
      rest = "";
      takeLine("", done);
      return done;
    },
  };
}
