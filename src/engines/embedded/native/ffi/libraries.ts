import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { CodedError } from "../../../../protocol/problem.ts";

/** Where llama.cpp's libraries are and what they are called on this platform. Full paths. */
export interface NativeLibraries {
  folder: string;
  /** Tensors, graphs, allocation, quantization. */
  ggmlBase: string;
  /** The registry that chooses among the CPU libraries. */
  ggml: string;
  llama: string;
}

/** node-llama-cpp's packages of libraries, CPU (on Apple silicon: Metal) only, by `platform-arch`. */
const packages: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-armv7l",
  "linux-riscv64": "linux-riscv64",
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};

/**
 * Finds the libraries that node-llama-cpp ships for this machine, or those in `DEEPEXTENSION_NATIVE_DIR`.
 * Throws `native-unsupported` where node-llama-cpp has none, `native-missing` where they are not installed.
 */
export function findLibraries(environment: NodeJS.ProcessEnv = process.env): NativeLibraries {
  const chosen = environment.DEEPEXTENSION_NATIVE_DIR;
  return librariesIn(chosen ? path.resolve(chosen) : installedFolder());
}

/** The libraries of one folder. File names carry a version or not, as the release and the platform will have it. */
export function librariesIn(folder: string): NativeLibraries {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const find = (stem: string): string => {
    const pattern = new RegExp(`^(lib)?${stem}(\\.v?[0-9.]+)?\\.(so(\\.[0-9.]+)?|dylib|dll)$`);
    const name = names.find((candidate) => pattern.test(candidate));
    if (name === undefined) throw new CodedError("native-missing", { folder, library: stem });
    return path.join(folder, name);
  };
  return { folder, ggmlBase: find("ggml-base"), ggml: find("ggml"), llama: find("llama") };
}

function installedFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name === undefined) throw new CodedError("native-unsupported", { platform });
  const scope = path.join("@node-llama-cpp", name);
  const roots = createRequire(import.meta.url).resolve.paths("@node-llama-cpp") ?? [];
  for (const root of roots) {
    const folder = path.join(root, scope, "bins", name);
    if (existsSync(folder)) return folder;
  }
  throw new CodedError("native-missing", { folder: scope, library: "ggml" });
}
