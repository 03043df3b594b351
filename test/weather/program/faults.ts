import { appendFileSync } from "node:fs";
import { type Operation, watchOperations } from "../../../src/disk/operation.ts";

/**
 * `DEEPEXTENSION_TEST_FAULT` = `ROLE:WHAT:N`: at the Nth operation on the disk of the process with that role (`owner`: it
 * executes the run; `child`: the engine's), `kill` it, or fail that one operation with an errno such as `ENOSPC`.
 * `ROLE:log:FILE` writes down all operations instead.
 */
export function armFaults(role: "owner" | "child"): void {
  const [who, what = "", argument = ""] = (process.env.DEEPEXTENSION_TEST_FAULT ?? "").split(":");
  if (who !== role) return;
  let count = 0;
  watchOperations((operation) => {
    count += 1;
    if (what === "log") appendFileSync(argument, `${operation.name} ${operation.file}\n`);
    else if (count === Number(argument)) strike(what, operation);
  });
}

function strike(what: string, { name, file }: Operation): void {
  if (what === "kill") process.kill(process.pid, "SIGKILL");
  throw Object.assign(new Error(`${what}: injected at ${name} ${file}`), { code: what });
}
