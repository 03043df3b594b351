import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium } from "playwright-core";
import type { RunPanelState } from "../../src/protocol/panels/run.ts";
import { until } from "./harness/journey.ts";
import { exampleMessage } from "./preview/example-message.ts";
import { openPanel, type PanelPage, themes } from "./preview/panel-page.ts";

// Panels in a plain browser, with the product's own page, policy and bundle: looks, names, keyboard, malice.
const executablePath = process.env.DEEPEXTENSION_CHROMIUM;
const skip = executablePath ? false : (process.env.DEEPEXTENSION_EDITOR_MISSING ?? "DEEPEXTENSION_CHROMIUM is not set");
const pictures = path.join(import.meta.dirname, "..", "results", "panels");

describe("the run panel", { skip }, () => {
  let browser: Browser;

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox", "--disable-gpu"] });
  });
  after(() => browser.close());

  async function show(
    message: unknown,
    use: (panel: PanelPage) => Promise<void>,
    theme: (typeof themes)[number] = "dark",
  ) {
    const panel = await openPanel(browser, "run", theme);
    try {
      await panel.send(message);
      await use(panel);
      assert.deepEqual(panel.complaints, [], "the policy refused something, or the page failed");
    } finally {
      await panel.close();
    }
  }

  async function accessible({ page }: PanelPage): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(
      bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" ")}`),
      [],
    );
  }

  for (const theme of themes) {
    for (const until of ["training", "failed", "end"] as const) {
      test(`${until} in ${theme}: nothing is refused, nobody is shut out`, async () => {
        await show(
          exampleMessage({ until }),
          async (panel) => {
            await panel.page.locator(".page").waitFor();
            await panel.page.screenshot({ path: path.join(pictures, `run-${until}-${theme}.png`), fullPage: true });
            await accessible(panel);
          },
          theme,
        );
      });
    }
  }

  test("the curve as a table, and back", async () => {
    await show(exampleMessage({ until: "training" }), async (panel) => {
      const { page } = panel;
      await page.getByRole("checkbox", { name: "Show as table" }).click();
      assert.equal(await page.locator("table.numbers tbody tr").count(), 27);
      await accessible(panel);
      await page.getByRole("checkbox", { name: "Show as table" }).click();
      await page.locator(".chart canvas").waitFor();
    });
  });

  test("another metric's differences are chosen by keyboard", async () => {
    await show(exampleMessage(), async ({ page }) => {
      await page.getByRole("combobox", { name: "Metric" }).focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByText("Differences of json on the same items, with 95 % intervals").waitFor();
    });
  });

  test("buttons say what a person wishes, and only what may be wished", async () => {
    const wished = async ({ page, intents }: PanelPage, names: string[]) => {
      for (const name of names) await page.getByRole("button", { name, exact: true }).click();
      return (await intents()).map((intent) => (intent as { type: string }).type);
    };
    await show(exampleMessage({ until: "training" }), async (panel) => {
      assert.deepEqual(await wished(panel, ["Stop", "Run File", "Log"]), [
        "ready",
        "stop",
        "open-run-file",
        "open-log",
      ]);
      assert.equal(await panel.page.getByRole("button", { name: "Run Again" }).count(), 0);
    });
    await show(exampleMessage(), async (panel) => {
      const names = ["Open Report", "Run Again", "Show the artifact of Train"];
      assert.deepEqual(await wished(panel, names), ["ready", "open-report", "resume", "reveal-artifact"]);
      assert.equal(await panel.page.getByRole("button", { name: "Stop" }).count(), 0);
    });
  });

  test("the panel leaves what it needs to be restored", async () => {
    const message = exampleMessage();
    await show(message, async ({ memory }) => {
      assert.deepEqual(await memory(), { workspace: message.workspace, run: message.run.run });
    });
  });

  test("names, errors and notes with markup, scripts and terminal codes stay text", async () => {
    const nasty = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\u001b[31m`;
    const message: RunPanelState = structuredClone(exampleMessage({ until: "failed" }));
    message.run.name = nasty;
    message.run.file = nasty;
    message.text.error = nasty;
    message.text.errors = { train: nasty };
    message.text.notes = { convert: [nasty] };
    await show(message, async ({ page }) => {
      await page.getByRole("heading", { name: "<img" }).waitFor();
      assert.equal(await page.locator("img, .page script").count(), 0);
      assert.equal(await page.title(), "run");
    });
  });

  test("a theme that changes is followed, the painted curve included", async () => {
    await show(exampleMessage({ until: "training" }), async ({ page, setTheme }) => {
      const painted = () =>
        page.locator(".chart canvas").evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
      await page.locator(".chart canvas").waitFor();
      const dark = await painted();
      await setTheme("light");
      // Asked from here: a page that may not evaluate text can't wait for a condition by itself.
      await until("another picture of the curve", async () => (await painted()) !== dark);
    });
  });

  test("updates go on in place: what a person opened or scrolled stays", async () => {
    await show(exampleMessage(), async ({ page, send }) => {
      await page.getByText("Why good enough, or why not").click();
      await send(exampleMessage());
      await page.getByText("is what the others are measured against").waitFor();
    });
  });

  test("a run that can't be shown says why; one that just began says that it is read", async () => {
    await show({ type: "unavailable", language: "en", reason: "This run is no longer there." }, async (panel) => {
      await panel.page.getByText("This run is no longer there.").waitFor();
      await accessible(panel);
    });
    const empty = exampleMessage({ until: "start" });
    await show({ ...empty, run: { ...empty.run, last_seq: 0 } }, async ({ page }) => {
      await page.getByText("Reading the run…").waitFor();
    });
  });

  test("at 200 % and in a narrow column everything is still there, without scrolling sideways", async () => {
    await show(exampleMessage(), async ({ page }) => {
      await page.setViewportSize({ width: 420, height: 900 });
      await page.locator(".page").waitFor();
      const sideways = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      assert.equal(sideways, 0);
      await page.screenshot({ path: path.join(pictures, "run-end-narrow.png"), fullPage: true });
    });
  });

  test("Chinese, all of it", async () => {
    await show(exampleMessage({}, "zh-cn"), async ({ page }) => {
      await page.getByRole("heading", { name: "结论" }).waitFor();
      const text = (await page.locator(".page").textContent()) ?? "";
      assert.doesNotMatch(text, /\b(the|of|is|are|against|items)\b/);
    });
  });
});
