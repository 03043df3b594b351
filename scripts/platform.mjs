// What this machine is and which Node runs the tools. No dependencies: it is imported before anything is installed.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const tools = path.join(root, ".tools");

/** The product runs on 22.13 (`node:sqlite`); running `.ts` files as they are needs 22.18, so that is what tools ask for. */
const MINIMUM = [22, 18];
/** Installed by name where the machine's own Node is older. */
export const NODE_PACKAGE = { version: "24", name: `node-${nodeArchive()}` };

function nodeArchive() {
  const system = process.platform === "win32" ? "win" : process.platform;
  return `${system}-${process.arch}`;
}

export function isNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/** The Node that runs the project's own programs: this one, or the one that `setup` put into `.tools`. */
export function nodePath() {
  if (isNewEnough()) return process.execPath;
  const file = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return path.join(tools, "node_modules", NODE_PACKAGE.name, file);
}

function isMusl() {
  return process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
}

/** Packages of the lock file that hold a binary for this machine. GPU variants (600 MB) are left out: they come on demand. */
export function platformPackages() {
  const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const libc = isMusl() ? "musl" : "glibc";
  return (
    Object.entries(lock.packages)
      .filter(
        ([, entry]) => entry.optional && entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch),
      )
      .filter(([, entry]) => !entry.libc || entry.libc.includes(libc))
      .map(([file, entry]) => ({ name: file.replace(/^.*node_modules\//, ""), version: entry.version }))
      // Some packages claim processors that their binaries are not for; their names tell the truth.
      .filter(({ name }) => name.includes(process.arch) && !/cuda|vulkan|reflink|vsce-sign/.test(name))
  );
}

export function isInstalled({ name, version }) {
  const file = path.join(root, "node_modules", name, "package.json");
  return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version === version;
}
