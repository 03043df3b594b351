/** The editor's shape of "something that can be undone". */
export interface Disposable {
  dispose(): unknown;
}

/** One for many, undone in reverse order. */
export function allOf(...parts: Disposable[]): Disposable {
  return {
    dispose() {
      for (const part of parts.splice(0).reverse()) part.dispose();
    },
  };
}
