// Who may import whom. A folder imports itself and the folders above it in this list; ARCHITECTURE.md says why.
const layers = [
  "protocol",
  "disk",
  "spec",
  "sizing",
  "stats",
  "data",
  "plan",
  "models",
  "advisor",
  "evaluation",
  "endpoints",
  "engines",
  "runs",
  "text",
  "reports",
  "core",
  "language",
  "cli",
  "extension",
];
const below = (index) => `^src/(${layers.slice(index + 1).join("|")})([/.]|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers.slice(0, -1).map((layer, index) => ({
      name: `${layer}-imports-downwards`,
      comment: `src/${layer} may import only the layers above it in test/layers.cjs`,
      severity: "error",
      from: { path: `^src/${layer}([/.]|$)` },
      to: { path: below(index) },
    })),
    {
      name: "no-circular",
      comment: "import cycles, type-only ones included, make a folder impossible to read in order",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "vscode-only-in-extension",
      comment: "nothing outside src/extension names vscode, not even as a type",
      severity: "error",
      from: { pathNot: "^src/extension/" },
      to: { path: "^vscode$|node_modules/@types/vscode/" },
    },
    {
      name: "extension-is-light",
      comment: "the editor's process stays free of native code",
      severity: "error",
      from: { pathNot: "^src/engines/embedded/" },
      to: { path: "node_modules/(koffi|node-llama-cpp)/" },
    },
    {
      name: "native-only-in-children",
      comment: "src/engines/embedded/native runs in a child process; the rest of the program reaches it by fork only",
      severity: "error",
      from: { path: "^src", pathNot: "^src/engines/embedded/native/" },
      to: { path: "^src/engines/embedded/native/" },
    },
    {
      name: "webview-imports-protocol-only",
      comment: "panels and the host share src/protocol and nothing else",
      severity: "error",
      from: { path: "^webview" },
      to: { path: "^src/(?!protocol/)" },
    },
    {
      name: "no-unlayered-files",
      comment: "every file of src belongs to a layer",
      severity: "error",
      from: {},
      to: { path: "^src/", pathNot: `^src/(${layers.join("|")})([/.]|$)` },
    },
    {
      name: "src-not-test",
      severity: "error",
      from: { path: "^(src|webview)" },
      to: { path: "^(test|bench|scripts)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
