// `node esbuild.mjs [--watch] [--sourcemap] [NAME…]`: the product's bundles, or those named, into dist/. Types are tsc's business.
import path from "node:path";
import esbuild from "esbuild";

const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const watch = process.argv.includes("--watch");
const sourcemap = process.argv.includes("--sourcemap");
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const kB = 1000;

/** zod brings its own messages in fifty languages, 265 kB of each bundle. We speak two. */
const twoLanguages = {
  name: "two-languages",
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js"; export { default as zhCN } from "./zh-CN.js";',
    }));
  },
};

/** Dynamic imports of the extension and of the server that become bundles of their own: starting loads none of them. */
const parts = {
  "./kit.ts": "./kit.cjs",
  "./language/client-bundle.ts": "./language-client.cjs",
  "./read-parquet.ts": "./parquet.cjs",
};
const inParts = {
  name: "in-parts",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path: file, kind }) =>
      kind === "dynamic-import" && file in parts ? { path: parts[file], external: true } : undefined,
    );
  },
};

/** VS Code 1.100's extension host is Node 20.19; the command line runs on the same. */
const node = { platform: "node", target: "node20", bundle: true, plugins: [twoLanguages] };
const commonjs = { ...node, format: "cjs", outExtension: { ".js": ".cjs" } };
const esm = {
  ...node,
  format: "esm",
  outExtension: { ".js": ".mjs" },
  // Some packages are CommonJS inside and ask for `require`, which an ES module lacks.
  // The name is long so that no minified one can be the same.
  banner: {
    js: 'import{createRequire as createRequireOfNode}from"node:module";const require=createRequireOfNode(import.meta.url);',
  },
};
/** Chromium of VS Code 1.100 is 132. Panels run under a policy without eval and without inline anything. */
const panel = {
  platform: "browser",
  target: "chrome130",
  bundle: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { "process.env.NODE_ENV": '"production"' },
};
/** Native code is never bundled: it is loaded from node_modules, in a child process. */
const native = { external: ["koffi", "node-llama-cpp"] };

/** Budgets keep start-up honest: a bundle that outgrows its own fails the build, so that growing is a decision. */
const bundles = [
  {
    out: "extension",
    entry: "src/extension/extension.ts",
    budget: 150 * kB,
    ...commonjs,
    external: ["vscode"],
    plugins: [inParts],
    // The editor hands out `vscode` through `require`; what is imported dynamically has to come the same way.
    supported: { "dynamic-import": false },
  },
  // The index of runs reads run files as they ran: YAML and the format's schema came with it.
  { out: "kit", entry: "src/extension/kit.ts", budget: 600 * kB, ...commonjs },
  {
    out: "language-client",
    entry: "src/extension/language/client-bundle.ts",
    budget: 500 * kB,
    ...commonjs,
    external: ["vscode"],
  },
  // Grew by navigation, hints, facts of model files and the texts of endpoints and decoding; rows are read elsewhere.
  {
    out: "server",
    entry: "src/language/server-main.ts",
    budget: 1150 * kB,
    ...commonjs,
    plugins: [twoLanguages, inParts],
  },
  // Most of it is zod, which comes with the words for problems.
  { out: "parquet", entry: "src/data/read-parquet.ts", budget: 300 * kB, ...commonjs },
  // Reads data for the server: with the readers of all formats, and without anything native.
  { out: "examiner", entry: "src/language/examiner-main.ts", budget: 1250 * kB, ...esm, ...native },
  { out: "cli", entry: "src/cli/main.ts", budget: 1900 * kB, ...esm, ...native },
  { out: "native", entry: "src/engines/embedded/native/child.ts", budget: 600 * kB, ...esm, ...native },
  { out: "webview/experiments", entry: "webview/experiments/main.tsx", budget: 120 * kB, ...panel },
  { out: "webview/run", entry: "webview/run/main.tsx", budget: 250 * kB, ...panel },
];

function optionsOf({ out, entry, budget: _, ...options }) {
  return {
    ...options,
    absWorkingDir: root,
    entryPoints: [{ in: entry, out }],
    outdir: "dist",
    minify: !watch,
    // Stacks in a log are read by people: names survive minifying.
    keepNames: options.platform === "node",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    sourcemap: sourcemap || watch ? "linked" : false,
  };
}

function report(bundle, metafile) {
  let size = 0;
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
    if (file.endsWith(".map")) continue;
    if (file.endsWith("js")) size = bytes;
    process.stdout.write(`${file.padEnd(28)} ${(bytes / kB).toFixed(0).padStart(6)} kB\n`);
  }
  if (watch || size <= bundle.budget) return true;
  process.stderr.write(`${bundle.out} is over its budget of ${bundle.budget / kB} kB. See esbuild.mjs.\n`);
  return false;
}

async function build(bundle) {
  if (!watch) return report(bundle, (await esbuild.build(optionsOf(bundle))).metafile);
  const context = await esbuild.context({ ...optionsOf(bundle), logLevel: "info" });
  await context.watch();
  return true;
}

const wanted = bundles.filter(({ out }) => named.length === 0 || named.includes(out));
// A failure was printed by esbuild itself; the others are built all the same.
const built = await Promise.allSettled(wanted.map(build));
if (built.some(({ status, value }) => status === "rejected" || value === false)) process.exitCode = 1;
