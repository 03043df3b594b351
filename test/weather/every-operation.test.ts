import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countOperations, strikeAt } from "./every-operation.ts";
import { prepared } from "./prepared.ts";

/** Of all operations, these many, evenly spread; `npm run test:storm -- --every-operation` takes each. */
const SAMPLES = { owner: 6, child: 3 };

describe("the process dies at, or the disk refuses, one operation of a whole run; then the file is run again", {
  skip: process.platform === "linux" ? false : "processes are looked at through /proc",
}, () => {
  const made = prepared();

  for (const role of ["owner", "child"] as const) {
    for (const fault of ["kill", "EIO"] as const) {
      test(`${role}: ${fault}`, async () => {
        const total = await countOperations(made.program, role);
        assert.ok(total > 30, `only ${total} operations were seen`);
        // The two kinds of faults fall on different operations.
        const offset = fault === "kill" ? 0.3 : 0.8;
        for (let sample = 0; sample < SAMPLES[role]; sample += 1) {
          const at = 1 + Math.floor(((sample + offset) / SAMPLES[role]) * total);
          assert.deepEqual(await strikeAt(made.program, made.expected, { role, fault, at }), []);
        }
      });
    }
  }
});
