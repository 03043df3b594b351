import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./server.ts";

// The transport is in the arguments: `--node-ipc` from the editor, `--stdio` from everybody else.
startServer(createConnection(ProposedFeatures.all));
