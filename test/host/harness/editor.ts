// Starts VS Code as a server (code-server). The only file that knows where it is and how it is started.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";

const home = process.env.DEEPEXTENSION_EDITOR;
export const root = path.resolve(import.meta.dirname, "..", "..", "..");

/** Why the tests of this level cannot run, or false. Given to `skip`, so that it is said aloud. */
export const skip: string | false = home
  ? false
  : (process.env.DEEPEXTENSION_EDITOR_MISSING ?? "no editor was set up: run npm test");

/** What a quiet editor needs: no welcome, no telemetry, nothing that asks. */
const quiet = {
  "workbench.startupEditor": "none",
  "telemetry.telemetryLevel": "off",
  "workbench.tips.enabled": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "git.enabled": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

export interface EditorOptions {
  /** Folder to open. */
  workspace: string;
  /** Extension folders to link in. */
  extensions?: string[];
  /** A VSIX to install the way a person does. */
  vsix?: string;
  settings?: Record<string, unknown>;
  env?: Record<string, string>;
  /** False: the window opens restricted, as a folder that nobody trusted yet. */
  trusted?: boolean;
  /** Display language, such as `zh-cn`. */
  locale?: string;
}

export interface Editor {
  url: string;
  userData: string;
  log: () => string;
  stop: () => Promise<void>;
}

/** A running editor with an empty profile, stopped when the test ends. */
export async function startEditor(test: Pick<TestContext, "after">, options: EditorOptions): Promise<Editor> {
  const profile = mkdtempSync(path.join(tmpdir(), "deepextension-editor-"));
  const extensions = path.join(profile, "extensions");
  mkdirSync(path.join(profile, "User"), { recursive: true });
  mkdirSync(extensions);
  writeFileSync(path.join(profile, "User", "settings.json"), JSON.stringify({ ...quiet, ...options.settings }));
  for (const folder of options.extensions ?? []) link(folder, extensions);
  const env = environment(options.env);
  if (options.vsix) await install(options.vsix, profile, extensions, env);
  const port = await freePort();
  const args = [
    ...[
      "--auth",
      "none",
      "--bind-addr",
      `127.0.0.1:${port}`,
      "--user-data-dir",
      profile,
      "--extensions-dir",
      extensions,
    ],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
    ...(options.trusted === false ? [] : ["--disable-workspace-trust"]),
    ...(options.locale ? ["--locale", options.locale] : []),
  ];
  const server = spawn(node(), [entry(), ...args], { stdio: ["ignore", "pipe", "pipe"], env });
  const stopNow = () => server.kill("SIGKILL");
  process.on("exit", stopNow);
  let text = "";
  const listening = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("HTTP server listening")) resolve();
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("exit", (code) => reject(new Error(`the editor ended with ${code}\n${text.slice(-2000)}`)));
  });
  const stop = async () => {
    process.off("exit", stopNow);
    await ended(server);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  test.after(stop);
  await listening;
  const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(options.workspace)}`;
  return { url, userData: profile, log: () => text, stop };
}

function entry(): string {
  return path.join(home!, "node_modules", "code-server", "out", "node", "entry.js");
}

/** The editor brings its own Node where the machine's is older than what it needs. */
function node(): string {
  const own = path.join(home!, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  return existsSync(own) ? own : process.execPath;
}

/** No Node on the PATH, so that the extension shows that it needs none. */
function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...rest } = process.env;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const clean = folders.filter((folder) => !existsSync(path.join(folder, "node")));
  return { ...rest, PATH: clean.length > 0 ? clean.join(path.delimiter) : "/nonexistent", ...extra };
}

function link(folder: string, extensions: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  symlinkSync(path.resolve(folder), path.join(extensions, `${publisher}.${name}-${version}`));
}

async function install(vsix: string, profile: string, extensions: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = [entry(), "--user-data-dir", profile, "--extensions-dir", extensions, "--install-extension", vsix];
  const child = spawn(node(), args, { stdio: ["ignore", "pipe", "pipe"], env });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  child.stderr.on("data", (chunk) => (text += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`installing ${vsix} failed (${code}):\n${text}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** SIGTERM, then SIGKILL for what does not listen. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill();
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(timer);
}

/** A copy of an example in a folder whose name no careless path code survives. */
export function copyExample(test: Pick<TestContext, "after">, example: string, name = "客服 数据"): string {
  const parent = mkdtempSync(path.join(tmpdir(), "deepextension-workspace-"));
  const folder = path.join(parent, name);
  cpSync(path.join(root, "examples", example), folder, {
    recursive: true,
    filter: (file) => !file.includes(`${path.sep}.deepextension`),
  });
  test.after(() => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
