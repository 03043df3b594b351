/** What a native child is started with: the editor's runtime acts as plain Node, and a debugger's NODE_OPTIONS stay out. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  // ggml would start a debugger to print where it failed, and wait for it.
  return { ...rest, ELECTRON_RUN_AS_NODE: "1", GGML_NO_BACKTRACE: "1" };
}
