import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { newNonce, webviewPage } from "../../../src/extension/panels/webview-page.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
/** Nobody answers there: every request is answered from `dist/`. */
const ORIGIN = "http://panel.invalid";
const types: Record<string, string> = { ".js": "text/javascript", ".css": "text/css" };

export const themes = ["dark", "light", "high-contrast", "high-contrast-light"] as const;
export type Theme = (typeof themes)[number];

interface ThemeFile {
  body: string;
  variables: Record<string, string>;
}

export interface PanelPage {
  page: Page;
  /** What the policy refused, and errors of the page. */
  complaints: string[];
  /** Sends a message down, as the host does. */
  send(message: unknown): Promise<void>;
  /** What the panel sent up so far. */
  intents(): Promise<unknown[]>;
  /** What it left to be restored by. */
  memory(): Promise<unknown>;
  setTheme(theme: Theme): Promise<void>;
  close(): Promise<void>;
}

/**
 * A panel in a plain browser: the product's own page, policy and bundle, with an editor that is only its theme and its two
 * message functions. Faster than an editor by a factor of ten, and enough for looks, names and the policy.
 */
export async function openPanel(browser: Browser, panel: string, theme: Theme): Promise<PanelPage> {
  const context = await browser.newContext({ viewport: { width: 1080, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.route(`${ORIGIN}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "") return route.fulfill({ contentType: "text/html", body: html(panel) });
    const body = readFileSync(path.join(root, "dist", "webview", path.basename(name)));
    return route.fulfill({ contentType: types[path.extname(name)] ?? "application/octet-stream", body });
  });
  await page.addInitScript(editorOf);
  await page.addInitScript(applyTheme, themeFile(theme));
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    complaints,
    send: (message) => page.evaluate((data) => (globalThis as unknown as BrowserPage).postMessage(data, "*"), message),
    intents: () => page.evaluate(() => (globalThis as unknown as Sent).sent),
    memory: () => page.evaluate(() => (globalThis as unknown as Sent).memory),
    setTheme: (next) => page.evaluate(applyTheme, themeFile(next)),
    close: () => context.close(),
  };
}

/** The few globals of a page that are used here: the tests' own types know no browser. */
interface BrowserPage {
  postMessage(message: unknown, origin: string): void;
  document: {
    documentElement: { style: { setProperty(name: string, value: string): void } };
    body: { className: string } | null;
    addEventListener(type: string, listener: () => void, options: { once: boolean }): void;
  };
}

interface Sent {
  sent: unknown[];
  memory: unknown;
  acquireVsCodeApi: () => unknown;
}

function html(panel: string): string {
  return webviewPage({
    title: panel,
    language: "en",
    source: ORIGIN,
    script: `${ORIGIN}/${panel}.js`,
    style: `${ORIGIN}/${panel}.css`,
    nonce: newNonce(),
  });
}

function themeFile(theme: Theme): ThemeFile {
  return JSON.parse(readFileSync(path.join(root, "test", "data", "extension", "themes", `${theme}.json`), "utf8"));
}

/** Runs in the page. */
function editorOf(): void {
  const page = globalThis as unknown as Sent;
  page.sent = [];
  page.acquireVsCodeApi = () => ({
    postMessage: (intent: unknown) => page.sent.push(intent),
    setState: (memory: unknown) => {
      page.memory = memory;
    },
  });
}

/** Runs in the page: what the editor does when it loads a webview and when the person changes the theme. */
function applyTheme({ body, variables }: ThemeFile): void {
  const { document } = globalThis as unknown as BrowserPage;
  const apply = () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
    if (document.body) document.body.className = body;
  };
  if (document.body) apply();
  else document.addEventListener("DOMContentLoaded", apply, { once: true });
}
