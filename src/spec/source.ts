import type { RunDocument, SpecPath } from "./document.ts";

/** What was judged, and where it is written: for the file itself the same, for a value of the matrix two places. */
export interface Source {
  document: RunDocument;
  /** The value that was judged. */
  json: unknown;
  /** Where a path of `json` stands in the document. */
  written(path: SpecPath): SpecPath;
}

export function sourceOf(document: RunDocument): Source {
  return { document, json: document.json, written: (path) => path };
}
