/** A piece of a text against another: in both, only in the first (removed), only in the second (added). */
export interface Piece {
  kind: "same" | "removed" | "added";
  text: string;
}

/** Words beyond which nobody reads a difference, and comparing each with each takes its time. */
const mostWords = 600;

/**
 * The difference of two texts by words: what the second lacks and what it has more, by the longest common subsequence
 * (Wagner & Fischer 1974). Longer texts are one piece against another, but for what they begin and end with.
 */
export function textDiff(before: string, after: string): Piece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const start = commonStart(a, b);
  const end = commonEnd(a.slice(start), b.slice(start));
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const middle: Piece[] =
    left.length > mostWords || right.length > mostWords
      ? [piece("removed", left), piece("added", right)]
      : byWords(left, right);
  return merged([piece("same", a.slice(0, start)), ...middle, piece("same", a.slice(a.length - end))]);
}

/** Words, runs of white space, and signs and Chinese characters one by one. */
function wordsOf(text: string): string[] {
  return (
    text.match(
      /\s+|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}\p{M}_]+?(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])|[\p{L}\p{N}\p{M}_]+|./gsu,
    ) ?? []
  );
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

function byWords(a: readonly string[], b: readonly string[]): Piece[] {
  const width = b.length + 1;
  // lengths[i][j]: the longest common subsequence of what is behind i and j.
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ kind: "same", text: a[i]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) {
      pieces.push({ kind: "removed", text: a[i]! });
      i += 1;
    } else {
      pieces.push({ kind: "added", text: b[j]! });
      j += 1;
    }
  }
  return pieces;
}

function piece(kind: Piece["kind"], words: readonly string[]): Piece {
  return { kind, text: words.join("") };
}

/** Neighbours of one kind as one piece, empty ones as none. */
function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const { kind, text } of pieces) {
    const last = result.at(-1);
    if (text === "") continue;
    if (last?.kind === kind) last.text += text;
    else result.push({ kind, text });
  }
  return result;
}
