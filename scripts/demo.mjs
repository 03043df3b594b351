// `npm run demo`: the main job from nothing. A small model is fine-tuned, quantized and judged on real mails, on this machine.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { nodePath, root } from "./platform.mjs";
import { setUp } from "./setup.mjs";

const example = path.join("examples", "mail-triage", "mail-triage.run.yaml");
const report = path.join("examples", "mail-triage", ".deepextension", "mail-triage.html");

function deepextension(args) {
  const result = spawnSync(nodePath(), [path.join(root, "dist", "cli.mjs"), ...args], { cwd: root, stdio: "inherit" });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

setUp();
deepextension(["run", example, "--yes", ...process.argv.slice(2)]);
deepextension(["report", "latest", "--workspace", path.dirname(example), "--format", "html", "-o", report]);
process.stdout.write(
  `\nThe report: ${report}\nRun it again: everything is reused. Then open the folder ${path.dirname(example)} in VS Code.\n`,
);
