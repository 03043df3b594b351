import { after, before } from "node:test";
import type { Fingerprints } from "./check-store.ts";
import { buildTestProgram, type TestProgram } from "./program/build.ts";
import { undisturbed } from "./storm.ts";

/** The test program, and what it leaves where nobody disturbs it: made once for the `describe` that this is called in. */
export function prepared(): { readonly program: TestProgram; readonly expected: Fingerprints } {
  let program: TestProgram;
  let expected: Fingerprints;
  before(async () => {
    program = await buildTestProgram();
    expected = await undisturbed(program);
  });
  after(() => program.remove());
  return {
    get program() {
      return program;
    },
    get expected() {
      return expected;
    },
  };
}
