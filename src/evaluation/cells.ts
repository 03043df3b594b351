/** The part of a candidate's full name that says which cell of the matrix it is of: `rank=16` of `rank=16/q4_k_m`. */
export function cellOf(name: string): string {
  const slash = name.lastIndexOf("/");
  return slash < 0 ? "" : name.slice(0, slash);
}

interface Named {
  name: string;
  role: "rival" | "reference" | "quantized";
}

/**
 * The reference that a candidate's losses are measured against: the one of the same cell. A candidate whose cell says more
 * than a reference's (a matrix over what the reference does not depend on) has the reference that says part of the same.
 */
export function referenceOf(name: string, candidates: readonly Named[]): string | null {
  const references = candidates.filter(({ role }) => role === "reference");
  const parts = new Set(cellOf(name).split(","));
  const fits = (reference: Named) => {
    const cell = cellOf(reference.name);
    return cell === "" || cell.split(",").every((part) => parts.has(part));
  };
  const found = references.find(fits) ?? (references.length === 1 ? references[0] : undefined);
  return found?.name ?? null;
}
