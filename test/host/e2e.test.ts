import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { type TestContext, test } from "node:test";
import { accessibilityProblems } from "./harness/axe.ts";
import { copyExample, root, skipRuns } from "./harness/editor.ts";
import { journey } from "./harness/journey.ts";
import { clickRun, confirmRun, endRuns, stepsIn, whileRunning } from "./harness/run.ts";
import { packageVsix } from "./harness/vsix.ts";
import { openWindow, type Window } from "./harness/window.ts";

const NAME = "mail-triage-quick";
const FILE = "quick.run.yaml";

test("from a run file to a verdict, in a fresh editor", { skip: skipRuns, timeout: 30 * 60_000 }, async (t) => {
  // Before the folder goes: what is done after a test is done in order.
  let workspace = "";
  t.after(() => endRuns(workspace));
  workspace = copyExample(t, "mail-triage");
  const window = await openWindow(t, { workspace, vsix: packageVsix("native").file });
  const { page } = window;
  const step = journey(t, window);

  await step("there is no Node on the editor's PATH", async () => {
    const found = spawnSync("node", ["--version"], { env: window.editor.profile.environment });
    assert.equal((found.error as NodeJS.ErrnoException | undefined)?.code, "ENOENT");
  });

  await step("the activity bar leads to Runs, with a way to begin, and to Models", async () => {
    await window.view("DeepExtension");
    await page.getByText("No runs yet.").waitFor();
    await page.getByRole("button", { name: "New Run File" }).waitFor();
    await window.row(/^SmolLM2 135M Instruct/).waitFor();
    await window.picture("01-views");
  });

  await step("a mistake in the run file is underlined", async () => {
    await window.openFile(FILE);
    await window.goTo("learning_rate");
    for (let back = 0; back < ": 2e-3".length; back += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Backspace");
    await window.line("learning_rat:").waitFor();
    await page.locator(".squiggly-error").first().waitFor();
  });

  await step("a fix is offered, and mends it", async () => {
    await page.keyboard.press("Control+.");
    const offer = page.locator(".action-widget .monaco-list-row", { hasText: "learning_rate" }).first();
    await offer.waitFor();
    await window.picture("02-mistake");
    await offer.click();
    await window.line("learning_rate: 2e-3").waitFor();
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    await window.save();
  });

  await step("Run shows first what it will cost and what leaves the machine", async () => {
    const sheet = await clickRun(window);
    assert.match(sheet, new RegExp(`Run ${NAME}\\?`));
    for (const fact of [/Time: about /, /Memory: up to about /, /Disk: about /, /To download: nothing/])
      assert.match(sheet, fact);
    assert.match(sheet, /Leaves this machine: nothing/);
    await window.picture("03-sheet");
    await confirmRun(window);
  });

  await step("its panel opens beside the run file and draws the loss while it falls", async () => {
    const panel = window.panel();
    await whileRunning("the curve", workspace, async () => (await panel.locator("canvas").count()) > 0);
    await panel.getByRole("heading", { name: NAME }).waitFor();
    await whileRunning("some optimizer steps", workspace, async () => (await stepsIn(window)) >= 3);
    await window.picture("04-training");
  });

  await step("the tree and the status bar say how far it is", async () => {
    await window.row(new RegExp(`^${NAME}, running`)).waitFor();
    await window.statusBar(NAME).waitFor();
    assert.match(await window.statusBar(NAME).innerText(), /\d+\s%/);
  });

  await step("with the panel closed it goes on to its end", async () => {
    await window.closeEditors();
    await whileRunning("the end", workspace, () => doneRow(window).isVisible());
    await window.statusBar(`${NAME} done`).waitFor();
  });

  await step("the tree leads back to it, and the panel has the verdict", async () => {
    await doneRow(window).click();
    await window.panel().getByRole("heading", { name: "Verdict" }).waitFor();
    await window.panel().getByRole("table").first().waitFor();
    await window.statusBar(`${NAME} done`).waitFor({ state: "detached" });
    await window.picture("05-verdict");
  });

  // In every theme: panels.test.ts, with the colours of real themes and without the minutes of a run.
  await step("the panel is accessible", async () => {
    assert.deepEqual(await accessibilityProblems(window), []);
    await window.picture("06-verdict-dark");
  });

  await step("its report opens from the tree", async () => {
    await window.row("Report").first().click();
    await page.locator(".tab.active", { hasText: `Report: ${NAME}` }).waitFor();
    await window.panel().getByText("SmolLM2", { exact: false }).first().waitFor();
    await window.picture("07-report");
  });

  await step("running it again reuses everything", async () => {
    await window.openFile(FILE);
    const sheet = await clickRun(window);
    const [, stages, reused] = /(\d+) stages, (\d+) of them reused/.exec(sheet) ?? [];
    assert.ok(stages && stages === reused, sheet);
    await confirmRun(window);
    await whileRunning("a second run that is done", workspace, async () => (await doneRow(window).count()) === 2);
    await window
      .row(/^Train.*reused/)
      .first()
      .waitFor();
    await window.picture("09-reused");
  });

  await window.editor.close();

  await t.test("another session, in Chinese, shows the same", async (chinese) => {
    await inChinese(chinese, workspace);
  });
});

async function inChinese(t: TestContext, workspace: string): Promise<void> {
  const window = await openWindow(t, { workspace, extensions: [root], language: "zh-cn" });
  const { page } = window;
  const step = journey(t, window);

  await step("views and runs", async () => {
    await window.view("DeepExtension");
    for (const name of ["运行", "模型"]) await page.locator(".pane-header .title", { hasText: name }).first().waitFor();
    await window
      .row(new RegExp(`^${NAME}, 已完成`))
      .first()
      .waitFor();
  });
  await step("the run's panel", async () => {
    await window
      .row(new RegExp(`^${NAME}, 已完成`))
      .last()
      .click();
    await window.panel().getByRole("heading", { name: "结论" }).waitFor();
    await window.panel().getByRole("button", { name: "打开报告" }).waitFor();
    assert.match(await window.panel().locator(".verdict .sentence").innerText(), /[\u4e00-\u9fff]/);
    await window.picture("11-chinese");
  });
  await step("the run file: its lenses, and what is wrong with it", async () => {
    await window.openFile(FILE);
    await page.locator(".codelens-decoration a", { hasText: "运行" }).first().waitFor();
    await window.goTo("batch_size: 4");
    await page.keyboard.type("x");
    await page.locator(".squiggly-error").first().waitFor();
    await page.keyboard.press("F8");
    await page
      .locator(".zone-widget .message", { hasText: /[\u4e00-\u9fff]/ })
      .first()
      .waitFor();
  });
}

function doneRow(window: Window) {
  return window.row(new RegExp(`^${NAME}, done`));
}
