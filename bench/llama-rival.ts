// llama.cpp's own programs for benchmarks, built from the source that node-llama-cpp ships, for this machine's CPU.
// Takes a quarter of an hour on two cores, once; make goes on where it was stopped. Needs git, cmake and a compiler.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const folder = path.join(root, ".tools/bench-llama");
const source = path.join(folder, "src");
const build = path.join(folder, "build");

/** The program's path; it is built first where it is not there. */
export function llamaProgram(name: "llama-server" | "llama-quantize"): string {
  const program = path.join(build, "bin", name);
  if (existsSync(program)) return program;
  if (!existsSync(source)) {
    run("git", ["clone", "-q", path.join(root, "node_modules/node-llama-cpp/llama/gitRelease.bundle"), source]);
  }
  const off = ["LLAMA_CURL", "LLAMA_OPENSSL", "LLAMA_BUILD_TESTS", "LLAMA_BUILD_EXAMPLES"].map((key) => `-D${key}=OFF`);
  run("cmake", ["-S", source, "-B", build, "-DCMAKE_BUILD_TYPE=Release", "-DGGML_NATIVE=ON", ...off]);
  run("cmake", ["--build", build, "--target", name, "-j", "2"]);
  return program;
}

function run(command: string, options: string[]): void {
  console.error(`${command} ${options.join(" ")}`);
  const { status, error } = spawnSync(command, options, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`${command} ended with ${status ?? error?.message}`);
}
