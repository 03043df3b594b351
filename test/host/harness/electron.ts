// VS Code as the desktop application, which `npm test` downloads through @vscode/test-electron where that is possible.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { resolveCliArgsFromVSCodeExecutablePath } from "@vscode/test-electron";
import { _electron as electron } from "playwright-core";
import type { OpenEditor, Profile } from "./editor.ts";

export async function openElectron(executablePath: string, profile: Profile): Promise<OpenEditor> {
  const { folder, extensionsFolder, environment, workspace, vsix, trusted, language } = profile;
  const where = ["--user-data-dir", folder, "--extensions-dir", extensionsFolder];
  if (vsix) await install(executablePath, ["--install-extension", vsix, ...where], environment);
  const application = await electron.launch({
    executablePath,
    args: [
      workspace,
      ...where,
      ...(profile.extensions ?? []).map((extension) => `--extensionDevelopmentPath=${path.resolve(extension)}`),
      ...[
        "--disable-updates",
        "--skip-welcome",
        "--skip-release-notes",
        "--disable-gpu",
        "--force-renderer-accessibility",
      ],
      // In a container there are no user namespaces, and nothing is loaded that did not come with the test.
      ...(process.platform === "linux" ? ["--no-sandbox", "--password-store=basic"] : []),
      ...(trusted === false ? [] : ["--disable-workspace-trust"]),
      ...["--locale", language ?? "en"],
    ],
    env: strings(environment),
  });
  let text = "";
  application.process().stdout?.on("data", (chunk) => (text += chunk));
  application.process().stderr?.on("data", (chunk) => (text += chunk));
  const page = await application.firstWindow();
  return { page, profile, log: () => text, close: () => application.close() };
}

/** The application's own command line, which is run by a script beside it and needs no Node either. */
async function install(executablePath: string, wanted: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const [cli, ...fixed] = resolveCliArgsFromVSCodeExecutablePath(executablePath);
  if (!cli || !existsSync(cli)) throw new Error(`no command line beside ${executablePath}`);
  // The fixed arguments name folders of the download; ours come later and win.
  const child = spawn(cli, [...fixed, ...wanted], { env, shell: process.platform === "win32" });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  child.stderr.on("data", (chunk) => (text += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`installing failed (${code}): ${wanted.join(" ")}\n${text}`);
}

function strings(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
