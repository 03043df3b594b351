// What the slower test levels need: a real model, and a real VS Code with a browser. Made once, kept in `.tools`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isNewEnough, NODE_PACKAGE, nodePath, root, tools } from "./platform.mjs";

/** VS Code as a server, from npm. Without its install scripts it needs no compiler; what those build, our tests never use. */
const CODE_SERVER = "4.139.1";
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

function attempt(what, command, args, options = {}) {
  process.stdout.write(`test setup: ${what}\n`);
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", ...options });
  if (result.status === 0) return null;
  const tail = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().split("\n").slice(-4).join("\n");
  return `${what} failed (${result.error?.message ?? `exit code ${result.status}`})\n${tail}`;
}

/** Environment of the model level: a folder with the example's base model and its converted copies, or why there is none. */
export function setUpTestModels() {
  const folder = path.join(tools, "test-models");
  const ready = ["source.gguf", "base.f16.gguf", "base.q8_0.gguf"].every((name) => existsSync(path.join(folder, name)));
  const reason = ready ? null : attempt("a small model, converted", nodePath(), ["scripts/test-models.ts", folder]);
  if (reason) {
    process.stdout.write(`test setup: tests that need a model will be skipped: ${reason}\n`);
    return { DEEPEXTENSION_TEST_MODELS_MISSING: reason };
  }
  return { DEEPEXTENSION_TEST_MODELS: folder };
}

function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  for (const name of names) {
    const found = spawnSync("which", [name], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  return null;
}

function setUpChromium() {
  if (process.platform !== "linux" || findChromium()) return null;
  const apt = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  return (
    attempt("package lists", "apt-get", ["update", "-qq"], apt) ??
    attempt("chromium", "apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], apt)
  );
}

/** code-server's own post-install step, without its compiler: the inner packages, then what our tests never load. */
function setUpCodeServer(folder) {
  const stamp = path.join(folder, ".version");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === CODE_SERVER) return null;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{"private":true}\n');
  const node = isNewEnough() ? [] : [`${NODE_PACKAGE.name}@${NODE_PACKAGE.version}`];
  const env = { ...process.env, PATH: `${path.dirname(nodePath())}${path.delimiter}${process.env.PATH}` };
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const inner = path.join(folder, "node_modules", "code-server", "lib", "vscode");
  const reason =
    attempt("code-server", npm, ["install", ...quiet, `code-server@${CODE_SERVER}`, ...node], { cwd: folder, env }) ??
    attempt("its editor", npm, ["install", "--omit=dev", ...quiet], { cwd: inner, env }) ??
    attempt("its extensions", npm, ["install", "--omit=dev", ...quiet], { cwd: path.join(inner, "extensions"), env });
  if (!reason) writeFileSync(stamp, CODE_SERVER);
  return reason;
}

/** Environment of the host level: where the editor and the browser are, or why there are none. */
export function setUpEditor() {
  const folder = path.join(tools, "editor");
  const reason = setUpChromium() ?? setUpCodeServer(folder);
  const chromium = findChromium();
  if (reason || !chromium) {
    const why = reason ?? "no Chromium was found";
    process.stdout.write(`test setup: tests that need an editor will be skipped: ${why}\n`);
    return { DEEPEXTENSION_EDITOR_MISSING: why };
  }
  return { DEEPEXTENSION_EDITOR: folder, DEEPEXTENSION_CHROMIUM: chromium };
}
