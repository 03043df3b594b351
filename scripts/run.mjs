// Runs a TypeScript file of the project with the Node that can: `node scripts/run.mjs FILE [arguments]`.
import { spawnSync } from "node:child_process";
import { nodePath, root } from "./platform.mjs";
import { setUp } from "./setup.mjs";

setUp({ build: false });
const result = spawnSync(nodePath(), ["--disable-warning=ExperimentalWarning", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exit(result.status ?? 1);
