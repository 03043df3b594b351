import { cancellation } from "./cancel.ts";
import { makeIo } from "./io.ts";
import { manners, runProgram } from "./program.ts";

const argv = process.argv.slice(2);
const signal = cancellation(() => io.err.line(`\n${io.t("stopping")}`), { detached: argv[0] === "supervise" });
const io = makeIo({ ...manners(argv, process.env), environment: process.env, signal });
process.exitCode = await runProgram(argv, io);
