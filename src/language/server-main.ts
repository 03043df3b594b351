import path from "node:path";
import { fileURLToPath } from "node:url";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./server.ts";

// The transport is in the arguments: `--node-ipc` from the editor, `--stdio` from everybody else.
startServer(createConnection(ProposedFeatures.all), { examiner: examinerProgram() });

/** Beside the bundle, which is CommonJS, or, run from source, the source itself. */
function examinerProgram(): string {
  if (typeof __filename === "string") return path.join(path.dirname(__filename), "examiner.mjs");
  return fileURLToPath(new URL("examiner-main.ts", import.meta.url));
}
