// What a person does in the editor's window, in a person's words.
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from "playwright-core";
import { type Editor, root } from "./editor.ts";

const TIMEOUT = 30_000;
/** Pictures are kept as files of the test run. */
export const pictures = path.join(root, "test", "results", "pictures");

export interface Window {
  page: Page;
  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void>;
  openFile(name: string): Promise<void>;
  view(name: string): Promise<void>;
  treeItem(name: string | RegExp): Locator;
  /** The webview whose editor is in front. */
  webview(): FrameLocator;
  picture(name: string): Promise<void>;
  /** Errors of the browser's console that are ours. */
  errors: string[];
}

/** What code-server says of itself at every start, for want of modules that need a compiler. */
const KNOWN = /404|ERR_|spdlog|kerberos|native-watchdog|sqlite|Failed to load resource|WebSocket|vsda|crypto/i;

export async function openWindow(test: TestContext, editor: Editor): Promise<Window> {
  const executablePath = process.env.DEEPEXTENSION_CHROMIUM;
  if (!executablePath) throw new Error("DEEPEXTENSION_CHROMIUM is not set: run npm test");
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT);
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !KNOWN.test(message.text())) errors.push(message.text());
  });
  await page.goto(editor.url);
  await page.waitForSelector(".monaco-workbench");
  const window = controls(page, errors);
  // How it looked at the end, passed or failed: the first thing one wants to see of a failure.
  test.after(() => window.picture(`end-of-${test.name.replace(/\W+/g, "-").slice(0, 60)}`));
  test.after(() => browser.close());
  return window;
}

function controls(page: Page, errors: string[]): Window {
  /** Enter before the row is there would take the row before it: the commonest flake of such tests. */
  const pick = async (keys: string, text: string, row: string) => {
    await page.keyboard.press(keys);
    const input = page.locator(".quick-input-widget input").first();
    await input.waitFor();
    await input.fill(text);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: row }).first().waitFor();
    await page.keyboard.press("Enter");
  };
  return {
    page,
    errors,
    command: (title) => pick("F1", `>${title}`, title),
    openFile: async (name) => {
      await pick("Control+P", name, name);
      await page.locator(".monaco-editor .view-lines").first().waitFor();
    },
    view: async (name) => {
      const label = page.locator(`.activitybar .action-label[aria-label^="${name}"]`);
      await label.waitFor();
      if ((await label.getAttribute("aria-expanded")) !== "true") await label.click();
    },
    treeItem: (name) => page.getByRole("treeitem", { name }),
    webview: () => page.frameLocator("iframe.webview.ready").last().frameLocator("#active-frame"),
    picture: async (name) => {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    },
  };
}
