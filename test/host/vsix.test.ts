// The build for all platforms: what is in it, and what it can do without an engine.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { copyExample, root, temporaryFolder } from "./harness/editor.ts";
import { askServer } from "./harness/language-server.ts";
import { packageVsix, type Vsix } from "./harness/vsix.ts";
import { readZip } from "./harness/zip.ts";

/** All that may be in it, besides what the format itself asks for. */
const ALLOWED = [
  /^extension\/dist\/[a-z-]+\.(cjs|mjs)$/,
  /^extension\/dist\/webview\/[a-z-]+\.(js|css|ttf)$/,
  /^extension\/(media|l10n)\/([a-z-]+\/)*[\w-.]+\.(svg|png|json|md)$/,
  /^extension\/schemas\/[\w-.]+\.json$/,
  /^extension\/(package\.json|package\.nls(\.zh-cn)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^(extension\.vsixmanifest|\[Content_Types\]\.xml)$/,
];
/** Every bundle that the build makes: one that is forgotten would be missed only where it is needed. */
const NEEDED = [
  ...["extension.cjs", "kit.cjs", "language-client.cjs", "server.cjs", "parquet.cjs"],
  ...["examiner.mjs", "cli.mjs", "native.mjs", "webview/run.js", "webview/experiments.js"],
];
/** Packed and unpacked. Growing beyond is a decision. */
const MOST_BYTES = { packed: 3e6, unpacked: 8e6 };

describe("the build for all platforms", { timeout: 300_000 }, () => {
  const cleaning: (() => unknown)[] = [];
  let vsix: Vsix;
  let files: Map<string, Buffer>;
  let unpacked: string;
  let workspace: string;

  before(() => {
    vsix = packageVsix("universal");
    files = readZip(vsix.file);
    unpacked = temporaryFolder({ after: (clean) => cleaning.push(clean as () => unknown) });
    for (const [name, bytes] of files) {
      const target = path.join(unpacked, name);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
    workspace = copyExample({ after: (clean) => cleaning.push(clean as () => unknown) }, "mail-triage");
  });
  after(() => {
    for (const clean of cleaning) clean();
  });

  const cli = (...args: string[]) => {
    const { NODE_PATH: _path, NODE_OPTIONS: _options, ...env } = process.env;
    const entry = path.join(unpacked, "extension", "dist", "cli.mjs");
    const said = spawnSync(process.execPath, [entry, ...args], { cwd: workspace, encoding: "utf8", env });
    return { code: said.status, out: said.stdout, text: said.stdout + said.stderr };
  };

  test("holds what it needs, and nothing else", () => {
    const names = [...files.keys()];
    for (const name of NEEDED) assert.ok(files.has(`extension/dist/${name}`), `${name} is missing`);
    const strangers = names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name)));
    assert.deepEqual(strangers, []);
  });

  test("is small", () => {
    const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    assert.ok(vsix.bytes < MOST_BYTES.packed, `${vsix.bytes} bytes`);
    assert.ok(bytes < MOST_BYTES.unpacked, `${bytes} bytes unpacked`);
  });

  test("has no path of the machine that made it", () => {
    const leaks = [...files].filter(([, bytes]) => bytes.includes(root)).map(([name]) => name);
    assert.deepEqual(leaks, []);
  });

  test("names in its manifest nothing that is not there", () => {
    const manifest = JSON.parse(files.get("extension/package.json")!.toString());
    assert.deepEqual(manifest.dependencies, {});
    const named = JSON.stringify(manifest).match(/\.?\/?(?:media|l10n|dist|schemas)\/[\w./-]+\.\w+/g) ?? [];
    assert.ok(named.length > 4);
    const missing = named.filter((name) => !files.has(path.posix.join("extension", name)));
    assert.deepEqual(missing, []);
  });

  test("checks a run file", () => {
    assert.equal(cli("check", "quick.run.yaml").code, 0);
    writeFileSync(path.join(workspace, "bad.run.yaml"), "version: 1\nname: bad\nmodle: smollm2-135m-instruct\n");
    const { code, out } = cli("check", "bad.run.yaml", "--json");
    assert.equal(code, 1);
    const [typo] = JSON.parse(out).problems.filter(({ code }: { code: string }) => code === "unknown-key");
    assert.equal(typo?.suggestions[0]?.edit.new_text, "model");
  });

  test("plans, and says that it can't run and what to install", () => {
    const { out } = cli("plan", "quick.run.yaml", "--json");
    const { stages, problems } = JSON.parse(out);
    assert.ok(stages.length > 3);
    const missing = problems.find(({ code }: { code: string }) => code === "engine-missing");
    assert.equal(missing?.severity, "error");
    assert.match(missing.message, new RegExp(`deepextension-${process.platform}-${process.arch}-`));
  });

  test("refuses to run before anything starts, in both languages", () => {
    const { code, text } = cli("run", "quick.run.yaml");
    assert.equal(code, 1);
    assert.match(text, /has no engine for/);
    assert.match(cli("run", "quick.run.yaml", "--lang", "zh-cn").text, /不含适用于/);
    assert.deepEqual(JSON.parse(cli("list", "--json").out).runs, []);
  });

  test("compares score files", () => {
    for (const name of ["base.jsonl", "tuned.jsonl"])
      cpSync(path.join(root, "test", "data", "cli", name), path.join(workspace, name));
    const { code, out } = cli("compare", "base.jsonl", "tuned.jsonl", "--json");
    assert.equal(code, 0, out);
    assert.equal(JSON.parse(out).pairs.length, 1);
  });

  test("explains a key of a run file", async () => {
    const entry = path.join(unpacked, "extension", "dist", "cli.mjs");
    const text = "version: 1\nname: a\nmodel: smollm2-135m-instruct\n";
    const hover = await askServer([entry, "lsp", "--stdio"], {
      uri: "file:///a.run.yaml",
      text,
      position: { line: 2, character: 2 },
    });
    assert.match(JSON.stringify(hover), /model/i);
  });
});
