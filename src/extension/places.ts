import path from "node:path";

/** Bundles that run outside of the extension host, beside the extension's own. */
export const cliScript = (extension: string) => path.join(extension, "dist", "cli.mjs");
export const serverScript = (extension: string) => path.join(extension, "dist", "server.cjs");
