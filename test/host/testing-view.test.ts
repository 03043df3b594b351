import assert from "node:assert/strict";
import { test } from "node:test";
import { putEvaluatedRun } from "../unit/extension/example-store.ts";
import { copyExample, root, skip } from "./harness/editor.ts";
import { journey } from "./harness/journey.ts";
import { openWindow } from "./harness/window.ts";

test("evaluations in the Testing view", { skip, timeout: 180_000 }, async (t) => {
  const workspace = copyExample(t, "mail-triage");
  await putEvaluatedRun(workspace, 9);
  const window = await openWindow(t, { workspace, extensions: [root] });
  const { page } = window;
  const step = journey(t, window);
  const row = (name: string | RegExp) => page.locator(".test-explorer .monaco-list-row", { hasText: name });
  const expand = async (name: string | RegExp) => {
    const collapsed = row(name).first();
    await collapsed.click();
    if ((await collapsed.getAttribute("aria-expanded")) === "false") await page.keyboard.press("ArrowRight");
  };

  await step("run files that evaluate are tests", async () => {
    // Until something of it is asked for, the extension may be as good as not there.
    await window.openFile("mail-triage.run.yaml");
    await window.view("Testing");
    await row("quick.run.yaml").first().waitFor();
    await row("mail-triage.run.yaml").first().waitFor();
  });

  await step("one of them is good enough, candidate by candidate", async () => {
    await expand("mail-triage.run.yaml");
    await row("q4_k_m is good enough").waitFor();
    await row(/^constrained is good enough\s*no/).waitFor();
    await window.picture("testing-verdict");
  });

  await step("its answers open candidate by candidate, item by item", async () => {
    await expand("mail-triage.run.yaml: answers");
    await expand(/^q4_k_mfields|^q4_k_m(?! is)/);
    await row(/^Item 3/).waitFor();
  });

  await step("a wrong one shows what was expected against what was given", async () => {
    await row(/^Item 3/).click();
    await window.command("Test: Peek Output");
    await page.getByText("Score 0.5 of 1.").first().waitFor();
    await page.locator(".test-output-peek .monaco-diff-editor, .monaco-diff-editor").first().waitFor();
    await window.picture("testing-diff");
  });

  await step("nothing was an error in the window's console", async () => {
    assert.deepEqual(window.errors, []);
  });
});
