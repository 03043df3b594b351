// VS Code as a server (code-server), with Chromium as its window. The only file that knows where it is and how it is started.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { chromium } from "playwright-core";
import type { OpenEditor, Profile } from "./editor.ts";

export async function openCodeServer(home: string, profile: Profile): Promise<OpenEditor> {
  const { folder, extensionsFolder, environment, workspace, vsix, trusted, language } = profile;
  for (const extension of profile.extensions ?? []) link(extension, extensionsFolder);
  if (vsix) await installInCodeServer(home, { vsix, folder, extensionsFolder, environment });
  const port = await freePort();
  const args = [
    ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
    ...["--user-data-dir", folder, "--extensions-dir", extensionsFolder],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
    ...(trusted === false ? [] : ["--disable-workspace-trust"]),
    ...["--locale", language ?? "en"],
  ];
  const server = spawn(node(home), [entry(home), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: alone(environment),
  });
  // A test process that dies takes its server along.
  const kill = () => server.kill("SIGKILL");
  process.on("exit", kill);
  let text = "";
  const listening = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("HTTP server listening")) resolve();
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the editor ended with ${code}\n${text.slice(-2000)}`)));
  });
  const stopServer = async () => {
    await ended(server);
    process.off("exit", kill);
  };
  try {
    await listening;
    const browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`);
    const close = async () => {
      await browser.close();
      await stopServer();
    };
    return { page, profile, log: () => text, close };
  } catch (error) {
    await stopServer();
    throw error;
  }
}

/** Without a gallery of extensions, which it would ask for translations of everything that it brings. */
function alone(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environment, EXTENSIONS_GALLERY: "{}" };
}

function openBrowser() {
  const executablePath = process.env.DEEPEXTENSION_CHROMIUM;
  if (!executablePath) throw new Error("DEEPEXTENSION_CHROMIUM is not set: run npm test");
  return chromium.launch({
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
}

function entry(home: string): string {
  return path.join(home, "node_modules", "code-server", "out", "node", "entry.js");
}

/** The editor brings its own Node where the machine's is older than what it needs. */
function node(home: string): string {
  const own = path.join(home, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  return existsSync(own) ? own : process.execPath;
}

function link(folder: string, extensions: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  symlinkSync(path.resolve(folder), path.join(extensions, `${publisher}.${name}-${version}`));
}

type Installation = Pick<Profile, "folder" | "extensionsFolder" | "environment"> & { vsix: string };

/** Installs the way a person does on a command line; the extension lies unpacked in `extensionsFolder` then. */
export async function installInCodeServer(
  home: string,
  { vsix, folder, extensionsFolder, environment }: Installation,
): Promise<void> {
  const where = ["--user-data-dir", folder, "--extensions-dir", extensionsFolder];
  const child = spawn(node(home), [entry(home), ...where, "--install-extension", vsix], {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
  });
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
