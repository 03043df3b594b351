// `npm run package [-- universal]`: the VSIX of this platform with its native libraries, and one without for all others.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { nodePath, platformPackages, root } from "./platform.mjs";
import { setUp } from "./setup.mjs";

/** Packages that stay outside the bundles because they load native code by path. */
const NATIVE = ["koffi", "node-llama-cpp"];
/** llama.cpp's source, 35 MB, only for building from source, which an installed extension never does. */
const LEFT_OUT = /[\\/](llama[\\/]gitRelease\.bundle|\.github|test|docs|.*\.map|.*\.d\.ts)$/;

const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const staging = path.join(root, "dist", "vsix");

/** Lock entries that `name` needs, found the way Node finds them: from the inner `node_modules` outward. */
function closure(name, from = "", found = new Set()) {
  let place = from;
  for (;;) {
    const entry = place === "" ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    if (lock[entry]) {
      if (!found.has(entry)) {
        found.add(entry);
        for (const needed of Object.keys(lock[entry].dependencies ?? {})) closure(needed, entry, found);
      }
      return found;
    }
    if (place === "") return found;
    place = place.includes("/node_modules/") ? place.slice(0, place.lastIndexOf("/node_modules/")) : "";
  }
}

function copyNative() {
  const wanted = new Set(NATIVE.flatMap((name) => [...closure(name)]));
  for (const { name } of platformPackages()) {
    if (/^@node-llama-cpp\/|^@koromix\//.test(name)) wanted.add(`node_modules/${name}`);
  }
  for (const entry of wanted) {
    const source = path.join(root, entry);
    if (!existsSync(source)) continue;
    const nested = path.join(source, "node_modules");
    cpSync(source, path.join(staging, entry), {
      recursive: true,
      filter: (file) => !LEFT_OUT.test(file) && !file.startsWith(nested),
    });
  }
}

/** A folder that holds what the extension is made of and nothing else: vsce packs all that it finds. */
function stage({ native }) {
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const files = [
    "dist",
    "media",
    "schemas",
    "l10n",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "package.nls.json",
    "package.nls.zh-cn.json",
    ".vscodeignore",
  ];
  for (const name of files) {
    const source = path.join(root, name);
    if (!existsSync(source)) continue;
    const inside = path.join(root, "dist");
    cpSync(source, path.join(staging, name), {
      recursive: true,
      filter: (file) => !(file.startsWith(inside) && /vsix|tsbuildinfo|\.map$|meta/.test(file.slice(inside.length))),
    });
  }
  const { scripts: _scripts, devDependencies: _dev, ...kept } = manifest;
  const dependencies = native ? Object.fromEntries(NATIVE.map((name) => [name, manifest.dependencies[name]])) : {};
  writeFileSync(path.join(staging, "package.json"), `${JSON.stringify({ ...kept, dependencies }, null, 2)}\n`);
  if (native) copyNative();
}

function pack(target) {
  const name = target ? `deepextension-${target}-${manifest.version}.vsix` : `deepextension-${manifest.version}.vsix`;
  const out = path.join(root, "dist", name);
  const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
  const args = ["package", "--out", out, "--skip-license", "--allow-missing-repository", "--no-rewrite-relative-links"];
  if (target) args.push("--target", target);
  else args.push("--no-dependencies");
  const result = spawnSync(nodePath(), [vsce, ...args], { cwd: staging, encoding: "utf8" });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}`);
    process.exit(1);
  }
  process.stdout.write(`${path.relative(root, out)} ${(statSync(out).size / 1e6).toFixed(1)} MB\n`);
  return out;
}

setUp();
if (process.argv[2] !== "universal") {
  stage({ native: true });
  pack(`${process.platform}-${process.arch}`);
}
stage({ native: false });
pack(null);
rmSync(staging, { recursive: true, force: true });
