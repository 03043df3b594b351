// A run that goes on while its window is loaded anew.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { copyExample, root, skipRuns } from "./harness/editor.ts";
import { journey } from "./harness/journey.ts";
import { clickRun, confirmRun, endRuns, stepsIn, whileRunning } from "./harness/run.ts";
import { openWindow } from "./harness/window.ts";

const NAME = "long";
/** Small steps, and so many of them that it does not end by itself. */
const LONG = `version: 1
name: ${NAME}
model: smollm2-135m-instruct
data:
  train: { from: data/train.jsonl, share: 0.12, by: sender_domain, seed: 7 }
  id: id
  prompt: "{{from}}"
  answer: "{{sender_domain}}"
train:
  adapter: { type: lora, rank: 4 }
  epochs: 100
  batch_size: 1
  max_length: 256
`;

test("a run that goes on", { skip: skipRuns, timeout: 10 * 60_000 }, async (t) => {
  // Before the folder goes: what is done after a test is done in order.
  let workspace = "";
  t.after(() => endRuns(workspace));
  workspace = copyExample(t, "mail-triage");
  writeFileSync(path.join(workspace, "long.run.yaml"), LONG);
  const window = await openWindow(t, { workspace, extensions: [root] });
  const { page } = window;
  const step = journey(t, window);
  let before = 0;

  await step("is watched in its panel, step by step", async () => {
    await window.openFile("long.run.yaml");
    await clickRun(window);
    await confirmRun(window);
    await whileRunning("some steps", workspace, async () => (await stepsIn(window)) >= 2);
    await window.panel().locator(".fact", { hasText: "Memory" }).waitFor();
  });

  await step("outlives a reload, which loses nothing of it", async () => {
    before = await stepsIn(window);
    await window.reload();
    await page
      .locator(".tab", { hasText: new RegExp(`^${NAME}$`) })
      .first()
      .click();
    await window.panel().getByRole("heading", { name: NAME }).waitFor();
    await whileRunning("further steps", workspace, async () => (await stepsIn(window)) > before);
    await window.view("DeepExtension");
    await window.row(new RegExp(`^${NAME}, running`)).waitFor();
    await window.picture("running-reloaded");
  });
});
