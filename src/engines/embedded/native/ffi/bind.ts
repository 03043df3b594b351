import type { KoffiFunc, LibraryHandle, TypeObject } from "koffi";
import { CodedError } from "../../../../protocol/problem.ts";

/** Binds one function of a library. Throws `native-mismatch` where the library does not have it. */
export function binder(library: LibraryHandle) {
  return <F extends (...parameters: never[]) => unknown>(
    name: string,
    result: TypeObject | string,
    parameters: (TypeObject | string)[],
  ): KoffiFunc<F> => {
    try {
      return library.func(name, result, parameters) as unknown as KoffiFunc<F>;
    } catch (error) {
      throw new CodedError("native-mismatch", { what: name, expected: "present", found: "absent" }, { cause: error });
    }
  };
}

/** Facts about a structure that crosses by value. Throws `native-mismatch` with the first that is not as expected. */
export function checkFacts(facts: readonly [what: string, expected: number | string, found: number | string][]): void {
  for (const [what, expected, found] of facts) {
    if (found !== expected) throw new CodedError("native-mismatch", { what, expected, found });
  }
}
