// What a person does in the editor's window, in a person's words.
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { type EditorOptions, type OpenEditor, openEditor, root } from "./editor.ts";
import { until } from "./journey.ts";

const TIMEOUT = 30_000;
/** Pictures are kept as files of the test run. */
export const pictures = path.join(root, "test", "results", "pictures");

export interface Window {
  page: Page;
  editor: OpenEditor;
  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void>;
  openFile(name: string): Promise<void>;
  save(): Promise<void>;
  /** Opens a view container of the activity bar. */
  view(name: string): Promise<void>;
  /** A row of the trees by what a screen reader says of it. */
  row(name: string | RegExp): Locator;
  /** A line of the text editor in front. */
  line(text: string): Locator;
  /** Puts the text cursor at the end of what is written there. */
  goTo(text: string): Promise<void>;
  notification(text: string | RegExp): Locator;
  dialog(): Locator;
  statusBar(text: string | RegExp): Locator;
  /** The webview whose editor is in front. */
  panel(): FrameLocator;
  closeEditors(): Promise<void>;
  /** Loads the window anew and waits until it stands. */
  reload(): Promise<void>;
  picture(name: string): Promise<void>;
  /** Errors of the browser's console that are ours. A notification of an error is among them. */
  errors: string[];
}

/** What code-server says of itself at every start, for want of modules that need a compiler, of a network, and of a gallery. */
const KNOWN =
  /404|ERR_|spdlog|kerberos|native-watchdog|sqlite|Failed to load resource|WebSocket|vsda|crypto|authentication provider|extension gallery|\[lifecycle\] Long running operations/i;

export async function openWindow(test: TestContext, options: EditorOptions): Promise<Window> {
  const editor = await openEditor(test, options);
  const { page } = editor;
  page.setDefaultTimeout(TIMEOUT);
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !KNOWN.test(message.text())) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.locator(".monaco-workbench").waitFor();
  return controls(editor, errors);
}

function controls(editor: OpenEditor, errors: string[]): Window {
  const { page } = editor;
  const input = page.locator(".quick-input-widget input:visible").first();
  /** The row with just this label, not whichever is first: Enter before it is there is the commonest flake of such tests. */
  const choose = async (text: string, label: string) => {
    const name = page.locator(".label-name").getByText(label, { exact: true });
    const found = page.locator(".quick-input-list .monaco-list-row", { has: name }).first();
    // The widget may open anew, empty, while a webview gives its focus back.
    await until(`${label} in the list`, async () => {
      if ((await input.inputValue()) !== text) await input.fill(text);
      return (await found.isVisible()) && (await input.inputValue()) === text;
    });
    await found.click();
  };
  const pick = async (keys: string, text: string, row: string) => {
    // Keys that a webview has take another way into the workbench, and a slower one.
    await page.locator("*:focus").evaluateAll((focused) => {
      for (const element of focused as unknown as { blur(): void }[]) element.blur();
    });
    await page.keyboard.press(keys);
    await input.waitFor();
    await choose(text, row);
  };
  const quickInputGone = () => page.locator(".quick-input-widget:visible").waitFor({ state: "hidden" });
  const window: Window = {
    page,
    editor,
    errors,
    command: async (title) => {
      await pick("F1", `>${title}`, title);
      await quickInputGone();
    },
    openFile: async (name) => {
      await pick("Control+P", name, name);
      await quickInputGone();
      await page.locator(".tab.active", { hasText: name }).waitFor();
      await page.locator(".editor-group-container.active .view-line").first().waitFor();
    },
    save: async () => {
      await page.keyboard.press("Control+S");
      await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    },
    view: async (name) => {
      const label = page.locator(`.activitybar .action-label[aria-label^="${name}"]`);
      await label.waitFor();
      const isOpen = await page.locator(".activitybar .action-item.checked", { has: label }).count();
      if (isOpen === 0) await label.click();
    },
    row: (name) => page.getByRole("treeitem", { name }),
    line: (text) => page.locator(".editor-group-container.active .view-line", { hasText: text }).first(),
    goTo: async (text) => {
      await window.line(text).click();
      await page.keyboard.press("End");
    },
    notification: (text) => page.locator(".notification-list-item", { hasText: text }),
    dialog: () => page.locator(".monaco-dialog-box"),
    statusBar: (text) => page.locator(".statusbar-item", { hasText: text }),
    panel: () => page.frameLocator("iframe.webview.ready:visible").last().frameLocator("#active-frame"),
    closeEditors: async () => {
      await window.command("View: Close All Editors");
      await page.locator(".editor-group-container .tab").first().waitFor({ state: "detached" });
    },
    reload: async () => {
      // Not its "load" event: a busy machine may take longer to it than to a window that can be used.
      await page.reload({ waitUntil: "commit" });
      await page.locator(".monaco-workbench .activitybar .action-label").first().waitFor();
    },
    picture: async (name) => {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    },
  };
  return window;
}
