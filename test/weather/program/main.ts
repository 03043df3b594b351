// The command line as it is, with faults of the disk on request. Bundled as `dist/cli.mjs` of the test's own program.
import { armFaults } from "./faults.ts";

// Only the process that owns a run: what starts it, or asks about it, is not in the weather.
const [word = "", ...rest] = process.argv.slice(2);
const isOwner = word === "supervise" || ((word === "run" || word === "resume") && !rest.includes("--detach"));
if (isOwner) armFaults("owner");
await import("../../../src/cli/main.ts");
