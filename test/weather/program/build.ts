import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const banner =
  'import{createRequire as createRequireOfNode}from"node:module";const require=createRequireOfNode(import.meta.url);';

export interface TestProgram {
  /** The command line's script. */
  script: string;
  remove(): Promise<void>;
}

/** The product's command line with the null engine beside it, in a folder of its own: the same processes, started in a tenth of the time. */
export async function buildTestProgram(): Promise<TestProgram> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "deepextension-weather-"));
  await mkdir(path.join(folder, "dist"));
  // A program without the engine's packages would say so and run nothing.
  await symlink(path.join(here, "..", "..", "..", "node_modules"), path.join(folder, "node_modules"), "junction");
  await build({
    entryPoints: {
      cli: path.join(here, "main.ts"),
      native: path.join(here, "null-engine.ts"),
    },
    outdir: path.join(folder, "dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["koffi", "node-llama-cpp"],
    banner: { js: banner },
    logLevel: "warning",
  });
  return {
    script: path.join(folder, "dist", "cli.mjs"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
