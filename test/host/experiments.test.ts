import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Language } from "../../src/protocol/messages.ts";
import { experimentsIntentSchema } from "../../src/protocol/panels/experiments.ts";
import { exampleRows, tableHost } from "./preview/example-table.ts";
import { openPanel, type PanelPage, type Theme, themes } from "./preview/panel-page.ts";

// The experiments table in a plain browser, with the product's own page, policy and bundle, and a host that answers.
const executablePath = process.env.DEEPEXTENSION_CHROMIUM;
const skip = executablePath ? false : (process.env.DEEPEXTENSION_EDITOR_MISSING ?? "DEEPEXTENSION_CHROMIUM is not set");
const pictures = path.join(import.meta.dirname, "..", "results", "panels");

describe("the experiments table", { skip }, () => {
  let browser: Browser;

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox", "--disable-gpu"] });
  });
  after(() => browser.close());

  interface Open extends PanelPage {
    /** Waits for the panel to ask for something and answers, as the host does, until it asks for nothing more. */
    settle(): Promise<void>;
    /** Wishes that the table's own host does not answer. */
    wishes(): Promise<unknown[]>;
  }

  async function show(
    use: (panel: Open) => Promise<void>,
    { rows = 40, theme = "dark" as Theme, language = "en" as Language } = {},
  ): Promise<void> {
    const panel = await openPanel(browser, "experiments", theme);
    const host = tableHost(exampleRows(rows), language);
    let answered = 0;
    const wishes: unknown[] = [];
    const answer = async (): Promise<void> => {
      const intents = await panel.intents();
      const fresh = intents.slice(answered);
      answered = intents.length;
      for (const intent of fresh) {
        const message = host.answer(experimentsIntentSchema.parse(intent));
        if (message) await panel.send(message);
        else wishes.push(intent);
      }
    };
    const settle = async (): Promise<void> => {
      const end = performance.now() + 30_000;
      while ((await panel.intents()).length === answered) {
        assert.ok(performance.now() < end, "the panel asked for nothing");
        await panel.page.evaluate("new Promise((done) => requestAnimationFrame(done))");
      }
      // What is drawn may ask for more rows; it has by the second frame.
      do {
        await answer();
        await panel.page.evaluate(
          "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))",
        );
      } while ((await panel.intents()).length > answered);
    };
    try {
      await settle();
      await use({
        ...panel,
        settle,
        wishes: async () => {
          await answer();
          return wishes;
        },
      });
      assert.deepEqual(panel.complaints, [], "the policy refused something, or the page failed");
    } finally {
      await panel.close();
    }
  }

  const heads = (page: Page) => page.locator("thead th .head-text").allTextContents();
  const names = (page: Page) => page.locator("tbody th.name").allTextContents();

  for (const theme of themes) {
    test(`in ${theme}: nothing is refused, nobody is shut out`, async () => {
      await show(
        async ({ page }) => {
          await page.screenshot({ path: path.join(pictures, `experiments-${theme}.png`) });
          const { violations } = await new AxeBuilder({ page }).analyze();
          const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
          assert.deepEqual(
            bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" ")}`),
            [],
          );
        },
        { theme },
      );
    });
  }

  test("columns that all rows share are out of the way until they are asked for", async () => {
    await show(async ({ page, settle }) => {
      assert.ok(!(await heads(page)).includes("train.epochs"));
      await page.getByRole("checkbox", { name: "Only what differs" }).click();
      await settle();
      assert.ok((await heads(page)).includes("train.epochs"));
      await page.getByText("Columns", { exact: true }).click();
      await page.getByLabel("train.epochs").click();
      await settle();
      assert.ok(!(await heads(page)).includes("train.epochs"));
    });
  });

  test("sorting by a column, the other way, and not at all", async () => {
    await show(async ({ page, settle }) => {
      const column = (await heads(page)).indexOf("train.learning_rate") + 2;
      const first = () => page.locator(`tbody tr[data-index="0"] > :nth-child(${column})`).textContent();
      const press = async () => {
        await page.getByRole("button", { name: /^train\.learning_rate/ }).click();
        await settle();
      };
      await press();
      assert.equal(await first(), "2e-3");
      assert.equal(await page.locator('th[aria-sort="descending"]').count(), 1);
      await press();
      assert.equal(await first(), "5e-4");
      await press();
      assert.equal(await page.locator('th[aria-sort="none"]').count(), (await heads(page)).length);
    });
  });

  test("a search by words, tags and conditions", async () => {
    await show(async ({ page, settle }) => {
      const search = page.getByRole("searchbox", { name: "Search" });
      await search.fill("客服");
      await settle();
      assert.deepEqual(await names(page), ["客服 before the new data"]);
      await search.fill("#best rank=16");
      await settle();
      assert.ok((await names(page)).length > 0 && (await names(page)).length < 10);
      await search.fill("nothing of the kind");
      await settle();
      await page.getByRole("button", { name: "Show All" }).click();
      await settle();
      assert.equal((await names(page)).length, 40, "archived ones too");
    });
  });

  test("of thirty thousand rows some are drawn, and scrolling brings the others", async () => {
    await show(
      async ({ page, settle }) => {
        assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), String(Number(await total(page)) + 1));
        assert.ok((await page.locator("tbody tr[data-index]").count()) <= 320);
        await page.locator(".scroll").evaluate((box) => {
          box.scrollTop = box.scrollHeight;
        });
        await settle();
        const last = Number(await total(page)) - 1;
        await page.locator(`tr[data-index="${last}"]`).waitFor();
        assert.ok((await page.locator("tbody tr[data-index]").count()) <= 320);
      },
      { rows: 30_000 },
    );
  });

  const total = async (page: Page) =>
    /^([\d]+) of/.exec((await page.locator(".toolbar .figures").textContent()) ?? "")?.[1];

  test("by keyboard: move, select, keep on top, open", async () => {
    await show(async (panel) => {
      const { page, settle, wishes } = panel;
      await page.locator('tr[data-index="0"]').focus();
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.locator("tr:focus").getAttribute("data-index"), "1");
      await page.keyboard.press("Space");
      assert.equal(await page.locator('tr[aria-selected="true"]').count(), 1);
      await page.keyboard.press("End");
      const last = Number(await total(page)) - 1;
      assert.equal(await page.locator("tr:focus").getAttribute("data-index"), String(last));
      await page.keyboard.press("p");
      await settle();
      assert.equal(await page.locator('tr[data-index="0"] .pin[aria-pressed="true"]').count(), 1);
      await page.locator('tr[data-index="0"]').focus();
      await page.keyboard.press("Enter");
      const [open] = (await wishes()) as { type: string; run: { root: string } }[];
      assert.deepEqual([open?.type, open?.run.root], ["open", "/workspace"]);
    });
  });

  test("two selected rows can be set side by side, and the table be copied", async () => {
    await show(async ({ page, wishes }) => {
      const ticks = page.locator("tbody input[type=checkbox]");
      await ticks.nth(0).click();
      await ticks.nth(1).click();
      await page.getByRole("button", { name: "Differences of Run Files" }).click();
      await page.getByRole("button", { name: "Copy as CSV" }).click();
      await page.getByRole("button", { name: "Compare", exact: true }).click();
      const wished = (await wishes()) as { type: string; runs?: unknown[]; format?: string }[];
      assert.deepEqual(
        wished.map(({ type, runs, format }) => [type, runs?.length ?? format]),
        [
          ["diff", 2],
          ["copy", "csv"],
          ["compare", 2],
        ],
      );
    });
  });

  test("Chinese, all of it", async () => {
    await show(
      async ({ page }) => {
        await page.getByRole("button", { name: "复制为 CSV" }).waitFor();
        const text = `${await page.locator(".toolbar").textContent()}${(await heads(page)).filter((head) => !/[._]|^[a-z]+$/.test(head)).join("")}`;
        assert.doesNotMatch(text, /\b(the|of|is|rows|Run|State)\b/);
      },
      { language: "zh-cn" },
    );
  });

  test("names with markup stay text", async () => {
    const panel = await openPanel(browser, "experiments", "light");
    const message = tableHost(exampleRows(2)).message();
    message.rows[0]!.cells[0] = `<img src=x onerror="document.title='owned'">`;
    await panel.send(message);
    await panel.page.getByText("<img src=x").waitFor();
    assert.deepEqual([await panel.page.locator("img").count(), panel.complaints], [0, []]);
    await panel.close();
  });
});
