import assert from "node:assert/strict";
import { test } from "node:test";
import { copyExample, skip } from "./harness/editor.ts";
import { runSuite } from "./harness/suite.ts";

test("in the extension host", { skip, timeout: 240_000 }, async (t) => {
  const { window, results } = await runSuite(t, copyExample(t, "mail-triage"));
  assert.ok(results.length > 1, "the suite ran no case");
  for (const { name, error, milliseconds } of results) {
    await t.test(name, (each) => {
      each.diagnostic(`${milliseconds} ms in the host`);
      if (error !== null) throw new Error(error);
    });
  }
  await t.test("only what had to be an error is one in the window's console", () => {
    assert.equal(window.errors.filter((error) => error.includes("gone.run.yaml")).length, 1, "the provoked one");
    assert.deepEqual(
      window.errors.filter((error) => !error.includes("gone.run.yaml")),
      [],
    );
  });
});
