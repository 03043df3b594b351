/**
 * Two answers as texts whose lines can be compared: JSON is laid out over lines, with the keys of both in the order of the
 * expected one, so that a diff shows what differs and not how it was written.
 */
export function prettyPair(expected: string, actual: string): { expected: string; actual: string } {
  const wanted = objectOf(expected);
  const given = objectOf(actual);
  if (wanted === null) return { expected, actual };
  return {
    expected: JSON.stringify(wanted, null, 2),
    actual: given === null ? actual : JSON.stringify(inOrderOf(wanted, given), null, 2),
  };
}

type Container = Record<string, unknown> | unknown[];

/** An object or list; null for everything else, which has no lines to lay out. */
function objectOf(text: string): Container | null {
  try {
    const value: unknown = JSON.parse(text);
    return isContainer(value) ? value : null;
  } catch {
    return null; // not JSON: compared as the text that it is
  }
}

const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

function inOrderOf(model: unknown, value: unknown): unknown {
  if (!isContainer(model) || !isContainer(value)) return value;
  if (Array.isArray(value))
    return value.map((each, index) => inOrderOf(Array.isArray(model) ? model[index] : null, each));
  if (Array.isArray(model)) return value;
  const known = Object.keys(model).filter((key) => Object.hasOwn(value, key));
  const others = Object.keys(value).filter((key) => !Object.hasOwn(model, key));
  return Object.fromEntries([...known, ...others].map((key) => [key, inOrderOf(model[key], value[key])]));
}
