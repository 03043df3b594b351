import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Packages with native code, which are never bundled: `native/` loads them, and it alone. */
const PACKAGES = ["koffi", "node-llama-cpp"];

/**
 * Whether the engine's packages are there. The extension's build for all platforms comes without them, and says so before
 * anything starts. Nothing is loaded here.
 */
export function isEngineInstalled(from: string | URL = import.meta.url): boolean {
  const roots = createRequire(from).resolve.paths(PACKAGES[0]!) ?? [];
  return PACKAGES.every((name) => roots.some((root) => existsSync(path.join(root, name, "package.json"))));
}
