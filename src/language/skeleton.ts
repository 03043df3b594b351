/**
 * The lines that say where in a document an offset is, without all others: what encloses the line by indentation, and
 * its neighbours in the same block. For documents that are broken elsewhere, where a parser loses its way.
 */
export function skeletonOf(text: string, start: number, end: number, insert: string): string {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const rest = /^[^\r\n]*/.exec(text.slice(end))![0];
  const own = text.slice(lineStart, start) + insert + closed(text.slice(lineStart, start), rest);
  const kept: string[] = [];
  const column = contentColumn(own);
  let limit = dashColumn(own);
  let isSibling = true;
  for (const line of text.slice(0, lineStart).split(/\r?\n/).reverse().slice(1)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const at = dashColumn(line);
    const simple = simplified(line);
    if (simple === null) continue;
    const parentOfList = at === limit && kept[0] !== undefined && /^\s*-/.test(kept[0]) && !/^\s*-/.test(line);
    if (at < limit || parentOfList) {
      kept.unshift(simple.bare);
      limit = at;
      isSibling = false;
    } else if (isSibling && at === column && limit === column && simple.whole !== null) {
      kept.unshift(simple.whole);
    }
  }
  return [...kept, own].join("\n");
}

function dashColumn(line: string): number {
  return /^\s*/.exec(line)![0].length;
}

function contentColumn(line: string): number {
  return /^\s*(- +)*/.exec(line)![0].length;
}

/** A line's key without its value, and with it where the value is one plain word. Null: the line has no key. */
function simplified(line: string): { bare: string; whole: string | null } | null {
  const match = /^(\s*(?:- +)*)([\w.-]+)\s*:(?:\s+([\w.-]+)\s*(?:#.*)?)?/.exec(line);
  if (!match) return /^\s*-\s*$/.test(line) ? { bare: line, whole: null } : null;
  const [all, lead, key, value] = match;
  const isWhole = all.length === line.trimEnd().length;
  return { bare: `${lead}${key}:`, whole: isWhole && value !== undefined ? `${lead}${key}: ${value}` : null };
}

/** What has to follow so that the brackets of the line's beginning are closed. */
function closed(before: string, rest: string): string {
  const open: string[] = [];
  for (const character of before.replace(/"[^"]*"|'[^']*'/g, "")) {
    if (character === "{") open.unshift("}");
    else if (character === "[") open.unshift("]");
    else if (character === "}" || character === "]") open.shift();
  }
  return open.length > 0 ? open.join("") : /^\s*:/.test(rest) ? rest : "";
}
