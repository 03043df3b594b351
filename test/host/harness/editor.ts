// A real VS Code with an empty profile and a window: as a server with a browser, or the desktop application.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Page } from "playwright-core";
import { openCodeServer } from "./code-server.ts";
import { openElectron } from "./electron.ts";

export const root = path.resolve(import.meta.dirname, "..", "..", "..");
const home = process.env.DEEPEXTENSION_EDITOR;

/** Why the tests of this level cannot run, or false. Given to `skip`, so that it is said aloud. */
export const skip: string | false = home
  ? false
  : (process.env.DEEPEXTENSION_EDITOR_MISSING ?? "no editor was set up: run npm test");
/** The same for tests that run the example. */
export const skipRuns: string | false =
  skip ||
  (process.env.DEEPEXTENSION_TEST_MODELS ? false : (process.env.DEEPEXTENSION_TEST_MODELS_MISSING ?? "no model"));

export interface EditorOptions {
  /** Folder to open. */
  workspace: string;
  /** Extension folders to link in. */
  extensions?: string[];
  /** A VSIX to install the way a person does. */
  vsix?: string;
  env?: Record<string, string>;
  /** False: the window opens restricted, as a folder that nobody trusted yet. */
  trusted?: boolean;
  /** Display language. Anything but English comes with a language pack that translates nothing but what we do. */
  language?: "en" | "zh-cn";
  /** `window.colorTheme` and the like, before the first start. */
  settings?: Record<string, unknown>;
}

/** What both kinds of editor are started with. */
export interface Profile extends EditorOptions {
  /** Folder of settings, logs and state. */
  folder: string;
  /** Folder of installed extensions. */
  extensionsFolder: string;
  environment: NodeJS.ProcessEnv;
}

export interface OpenEditor {
  page: Page;
  profile: Profile;
  /** What the editor's own processes printed. */
  log: () => string;
  close: () => Promise<void>;
}

/** What a quiet editor needs: no welcome, no telemetry, nothing that asks or fetches. */
const quiet = {
  "workbench.startupEditor": "none",
  "telemetry.telemetryLevel": "off",
  "workbench.tips.enabled": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "git.enabled": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "files.simpleDialog.enable": true,
  "window.dialogStyle": "custom",
};

/** Opens an editor and its window. It is closed when the test ends, and when the test's process does. */
export async function openEditor(test: Pick<TestContext, "after">, options: EditorOptions): Promise<OpenEditor> {
  const folder = mkdtempSync(path.join(tmpdir(), "deepextension-editor-"));
  const extensionsFolder = path.join(folder, "extensions");
  mkdirSync(extensionsFolder);
  const profile: Profile = { ...options, folder, extensionsFolder, environment: environment(options.env) };
  writeSettings(profile, options.settings ?? {});
  if (options.language === "zh-cn") writeLanguagePack(folder);
  const open = process.env.DEEPEXTENSION_EDITOR_KIND === "electron" ? openElectron : openCodeServer;
  const editor = await open(home!, profile);
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= editor.close().finally(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    return closing;
  };
  test.after(close);
  return { ...editor, close };
}

function writeSettings({ folder }: Pick<Profile, "folder">, settings: Record<string, unknown>): void {
  mkdirSync(path.join(folder, "User"), { recursive: true });
  writeFileSync(path.join(folder, "User", "settings.json"), JSON.stringify({ ...quiet, ...settings }));
}

/** No Node on the PATH, so that the extension shows that it needs none. */
function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...rest } = process.env;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const clean = folders.filter(
    (folder) => !existsSync(path.join(folder, process.platform === "win32" ? "node.exe" : "node")),
  );
  return { ...rest, PATH: clean.length > 0 ? clean.join(path.delimiter) : path.parse(root).root, ...extra };
}

/** Microsoft's pack is not to be had from npm. An empty one makes the editor's language Chinese, and what is shown in it is ours. */
function writeLanguagePack(folder: string): void {
  const translations = path.join(folder, "empty.i18n.json");
  writeFileSync(translations, JSON.stringify({ contents: {} }));
  const pack = {
    hash: "empty",
    label: "中文(简体)",
    extensions: [{ extensionIdentifier: { id: "deepextension-tests.chinese" }, version: "0.0.1" }],
    translations: { vscode: translations },
  };
  writeFileSync(path.join(folder, "languagepacks.json"), JSON.stringify({ "zh-cn": pack }));
}

/** A folder of the test's own, removed when it ends. */
export function temporaryFolder(test: Pick<TestContext, "after">): string {
  const folder = mkdtempSync(path.join(tmpdir(), "deepextension-host-"));
  test.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A copy of an example in a folder whose name no careless path code survives. */
export function copyExample(test: Pick<TestContext, "after">, example: string, name = "客服 数据"): string {
  const folder = path.join(temporaryFolder(test), name);
  cpSync(path.join(root, "examples", example), folder, {
    recursive: true,
    filter: (file) => !file.includes(`${path.sep}.deepextension`),
  });
  return folder;
}
