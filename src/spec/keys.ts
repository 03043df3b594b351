import { type Problem, problem, type Suggestion } from "../protocol/problem.ts";
import type { SpecPath } from "./document.ts";
import { valueAt } from "./issues.ts";
import { allKeys, schemasAt } from "./json-schema.ts";
import { nearest, plain } from "./near.ts";
import { placeOf, show, showPath } from "./show.ts";
import type { Source } from "./source.ts";
import { knownSpelling } from "./spellings.ts";

interface UnknownKey {
  problem: Problem;
  /** Paths of the keys that were probably meant, in the same block. */
  instead: SpecPath[];
}

/** A key that its block doesn't know: a typing mistake, another tool's word for one of ours, or one of ours in the wrong block. */
export function unknownKey(source: Source, holder: SpecPath, key: string): UnknownKey {
  const { document } = source;
  const range = document.rangeOf(source.written([...holder, key]), "key") ?? document.range(0, 0);
  const block = holder.length > 0 ? { block: showPath(holder) } : {};
  const known = [...new Set(schemasAt(holder).flatMap((schema) => Object.keys(schema.properties ?? {})))];
  const written = valueAt(source.json, holder);
  const free = known.filter((name) => typeof written !== "object" || written === null || !Object.hasOwn(written, name));

  const near = nearest(key, free);
  const foreign = knownSpelling(plain(key));
  if (foreign && near[0] !== undefined && plain(near[0]) !== plain(key)) near.length = 0;
  const here = foreign ? keyHere(foreign.place, holder, free) : null;
  // Another tool's word with our meaning is more certain than a likeness of letters.
  const renames = here && foreign?.same ? [here] : near;
  if (renames.length > 0) {
    const suggestions = renames.map(
      (name): Suggestion => ({ title: `${show(key)} → ${name}`, edit: { range, new_text: name } }),
    );
    const found = problem(
      "unknown-key",
      { key: show(key), ...block, near: renames.join(", ") },
      { range, suggestions },
    );
    return { problem: found, instead: renames.map((name) => [...holder, name]) };
  }

  const place = foreign?.place ?? placeOfOwn(key, holder);
  const suggestions = place ? [{ title: `${show(key)} → ${place}` }] : [];
  const word = foreign && !foreign.same ? "like" : "place";
  const params = { key: show(key), ...block, ...(place ? { [word]: place } : {}) };
  const found = problem("unknown-key", params, { range, suggestions });
  return { problem: found, instead: place ? [place.split(".")] : [] };
}

/** The last part of `place` if it names a key of this very block. */
function keyHere(place: string, holder: SpecPath, free: readonly string[]): string | null {
  const steps = place.split(".");
  const name = steps.pop()!;
  return steps.join(".") === placeOf(holder) && free.includes(name) ? name : null;
}

/** Where one of our own keys belongs, if there is only one such place. */
function placeOfOwn(key: string, holder: SpecPath): string | null {
  const elsewhere = allKeys().filter((known) => known.path !== placeOf([...holder, key]));
  const [name, ...others] = nearest(key, [...new Set(elsewhere.map((known) => known.key))]);
  if (name === undefined || others.length > 0) return null;
  const places = elsewhere.filter((known) => known.key === name);
  return places.length === 1 ? places[0]!.path : null;
}
