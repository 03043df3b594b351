// `npm run setup`: all that building and running need, in order, each step skipped when it is done already.
// No dependencies, any Node from 20 on. GPU libraries, the test editor and the benchmark's rivals are fetched by what needs them.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isInstalled, isNewEnough, NODE_PACKAGE, nodePath, platformPackages, root, tools } from "./platform.mjs";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];

function step(what, command, args, options = {}) {
  process.stdout.write(`setup: ${what}\n`);
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
    ...options,
  });
  if (result.status !== 0) {
    const reason = result.error?.message ?? `exit code ${result.status}`;
    process.stderr.write(`setup: "${what}" failed (${reason}). The command was: ${command} ${args.join(" ")}\n`);
    process.exit(1);
  }
}

function setUpNode() {
  if (isNewEnough() || existsSync(nodePath())) return;
  mkdirSync(tools, { recursive: true });
  if (!existsSync(path.join(tools, "package.json")))
    writeFileSync(path.join(tools, "package.json"), '{"private":true}\n');
  step(`Node ${NODE_PACKAGE.version}, because ${process.version} is too old`, npm, [
    "install",
    ...quiet,
    "--prefix",
    tools,
    `${NODE_PACKAGE.name}@${NODE_PACKAGE.version}`,
  ]);
}

function setUpPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules", ".deepextension-setup");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock && platformPackages().every(isInstalled)) return;
  // Not `npm ci`: it insists on optional packages of other platforms, one of which its registry does not even have.
  step("packages", npm, ["install", "--no-save", "--omit=optional", ...quiet]);
  const missing = platformPackages().filter((entry) => !isInstalled(entry));
  const names = missing.map(({ name, version }) => `${name}@${version}`);
  if (names.length > 0) {
    step(`this platform's binaries (${process.platform}-${process.arch}, CPU)`, npm, [
      "install",
      "--no-save",
      "--omit=optional",
      ...quiet,
      ...names,
    ]);
  }
  writeFileSync(stamp, lock);
}

export function setUp({ build = true } = {}) {
  setUpNode();
  setUpPackages();
  if (build) step("build", nodePath(), ["esbuild.mjs"], { shell: false });
}

if (process.argv[1] && path.resolve(process.argv[1]) === path.join(root, "scripts", "setup.mjs")) {
  setUp();
  process.stdout.write("setup: done. Try bin/deepextension --help\n");
}
