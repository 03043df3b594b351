/** Near names: what a person most likely meant by a word that isn't known. */

/** Edits that turn `a` into `b`: insert, delete, replace, swap two neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** `learningRate`, `learning-rate` and `Learning Rate` are one word to a person. */
export function plain(word: string): string {
  return word
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

/**
 * The known words that are near to `word`, the nearest first; none where nothing is near.
 * A third of the letters may be wrong, at most three: more is another word.
 */
export function nearest(word: string, known: readonly string[], count = 3): string[] {
  if (word.length > 100) return [];
  const wanted = plain(word);
  const allowed = Math.min(3, Math.floor(wanted.length / 3));
  const found = known
    .filter((name) => Math.abs(name.length - wanted.length) <= Math.max(allowed, 1))
    .map((name) => ({ name, distance: editDistance(wanted, plain(name)) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  // The same word in another case leaves no room for others.
  const certain = found.filter(({ distance }) => distance === 0);
  return (certain.length > 0 ? certain : found).slice(0, count).map(({ name }) => name);
}
