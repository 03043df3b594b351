// `npm run package [-- native|universal]`: the VSIX of this platform with its native libraries, one without for all others.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodePath, platformPackages, root } from "./platform.mjs";
import { setUp } from "./setup.mjs";

/** What is packed: nothing that is not named here. */
const FILES = [
  ...[
    ...["extension.cjs", "kit.cjs", "language-client.cjs", "server.cjs", "parquet.cjs"],
    ...["examiner.mjs", "cli.mjs", "native.mjs", "webview"],
  ].map((name) => `dist/${name}`),
  ...["media", "schemas", "l10n", "README.md", "CHANGELOG.md", "LICENSE", "package.nls.json", "package.nls.zh-cn.json"],
];

/** What lies among them and only who makes the extension reads. */
const FOR_MAKERS = [/\.map$/, /[\\/]media[\\/]README\.md$/];

/** Packages that stay outside the bundles because they load native code by path. */
const NATIVE = ["koffi", "node-llama-cpp"];
/** What nobody loads: sources for building from source (llama.cpp's alone are 35 MB), types, texts. Licences stay. */
const NOT_LOADED = [
  /[\\/]node-llama-cpp[\\/]llama[\\/](gitRelease\.bundle|addon|cmake|patches|profiles|toolchains|xpack)$/,
  /[\\/]koffi[\\/](doc|lib|vendor)$/,
  /[\\/](\.github|tests?|docs?|examples?|\.package-lock\.json)$/,
  /\.(map|[cm]?ts|cc|cpp|hh?|lock)$/,
  /[\\/](?!licen[cs]e|notice|copying)[^\\/]*\.(md|markdown)$/i,
];

const manifest = readJson("package.json");
const lock = readJson("package-lock.json").packages;

function readJson(name) {
  return JSON.parse(readFileSync(path.join(root, name), "utf8"));
}

/**
 * Builds a VSIX in `dist/` and returns its path. `native`: with this machine's libraries, for its platform only; else
 * without any, for all platforms.
 */
function packageVsix({ native }) {
  const staging = mkdtempSync(path.join(tmpdir(), "deepextension-vsix-"));
  try {
    stage(staging, native);
    return pack(staging, native ? `${process.platform}-${process.arch}` : null);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** A folder that holds what the extension is made of and nothing else: vsce packs all that it finds. */
function stage(staging, native) {
  for (const name of FILES) {
    const source = path.join(root, name);
    cpSync(source, path.join(staging, name), {
      recursive: true,
      filter: (file) => !FOR_MAKERS.some((p) => p.test(file)),
    });
  }
  const { scripts: _scripts, devDependencies: _dev, private: _private, ...kept } = manifest;
  const dependencies = native ? Object.fromEntries(NATIVE.map((name) => [name, manifest.dependencies[name]])) : {};
  writeFileSync(path.join(staging, "package.json"), `${JSON.stringify({ ...kept, dependencies }, null, 2)}\n`);
  if (native) copyNative(staging);
}

function copyNative(staging) {
  const wanted = new Set(NATIVE.flatMap((name) => [...closure(name)]));
  for (const { name } of platformPackages()) {
    if (/^@node-llama-cpp\/|^@koromix\//.test(name)) wanted.add(`node_modules/${name}`);
  }
  for (const entry of wanted) {
    const source = path.join(root, entry);
    if (!existsSync(source)) continue; // optional, and not for this platform
    const nested = path.join(source, "node_modules");
    cpSync(source, path.join(staging, entry), {
      recursive: true,
      filter: (file) => file !== nested && !NOT_LOADED.some((pattern) => pattern.test(file)),
    });
  }
}

/** Lock entries that `name` needs, found the way Node finds them: from the inner `node_modules` outward. */
function closure(name, from = "", found = new Set()) {
  for (let place = from; ; place = outer(place)) {
    const entry = place === "" ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    if (lock[entry] && !found.has(entry)) {
      found.add(entry);
      for (const needed of Object.keys(lock[entry].dependencies ?? {})) closure(needed, entry, found);
    }
    if (lock[entry] || place === "") return found;
  }
}

/** `node_modules/a/node_modules/b` → `node_modules/a` → nothing. */
function outer(place) {
  const end = place.lastIndexOf("/node_modules/");
  return end < 0 ? "" : place.slice(0, end);
}

function pack(staging, target) {
  const name = ["deepextension", target, manifest.version].filter((part) => part !== null).join("-");
  const out = path.join(root, "dist", `${name}.vsix`);
  mkdirSync(path.dirname(out), { recursive: true });
  const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
  const args = ["package", "--out", out, "--allow-missing-repository", "--no-rewrite-relative-links"];
  args.push(...(target === null ? ["--no-dependencies"] : ["--target", target]));
  const result = spawnSync(nodePath(), [vsce, ...args], { cwd: staging, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`vsce failed (${result.status})\n${result.stdout}${result.stderr}`);
  return out;
}

const wanted = process.argv[2];
if (wanted !== undefined && wanted !== "native" && wanted !== "universal") {
  process.stderr.write("usage: npm run package [-- native|universal]\n");
  process.exit(2);
}
setUp();
for (const kind of wanted ? [wanted] : ["native", "universal"]) {
  const out = packageVsix({ native: kind === "native" });
  process.stdout.write(`${path.relative(root, out)} ${(statSync(out).size / 1e6).toFixed(1)} MB\n`);
}
