import { readFile } from "node:fs/promises";
import path from "node:path";
import { damageOf, type Fingerprints } from "./check-store.ts";
import { experiment } from "./experiment.ts";
import { processesOf, run, until } from "./processes.ts";
import type { TestProgram } from "./program/build.ts";

/** The process that executes the run, or the engine's child: `program/faults.ts`. */
export type Role = "owner" | "child";
/** Killed there, or refused: an errno. */
export type Fault = "kill" | "EIO" | "ENOSPC";

/** How many operations on the disk a whole undisturbed run takes. A child is a new process for each stage: the longest counts. */
export async function countOperations(program: TestProgram, role: Role): Promise<number> {
  const here = await experiment();
  try {
    const log = path.join(here.root, "operations.log");
    const { code, stderr } = await run(program, here, ["run", here.file, "--json"], {
      DEEPEXTENSION_TEST_FAULT: `${role}:log:${log}`,
    });
    if (code !== 0) throw new Error(`the undisturbed run failed: ${stderr}`);
    const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
    const training = lines.filter((line) => line.includes("checkpoints"));
    return role === "owner" ? lines.length : training.length;
  } finally {
    await here.remove();
  }
}

/**
 * Lets the Nth operation be the last one, or fail; then runs the file once more, undisturbed. What is wrong after that;
 * nothing, if the first run left the old state or the new one.
 */
export async function strikeAt(
  program: TestProgram,
  expected: Fingerprints,
  { role, fault, at }: { role: Role; fault: Fault; at: number },
): Promise<string[]> {
  const here = await experiment();
  const name = `${role} ${fault} at operation ${at}`;
  try {
    const first = await run(program, here, ["run", here.file, "--json"], {
      DEEPEXTENSION_TEST_FAULT: `${role}:${fault}:${at}`,
    });
    await until("its processes end", () => processesOf(program).length === 0);
    const complaints: string[] = [];
    if (fault === "kill" && role === "owner" && first.signal !== "SIGKILL") complaints.push(`${name}: was not killed`);
    if (first.code !== 0 && first.signal === null && first.stdout === "" && first.stderr === "")
      complaints.push(`${name}: failed without a word`);
    const again = await run(program, here, ["run", here.file, "--json"]);
    if (again.code !== 0)
      complaints.push(`${name}: run again, it ended with ${again.code}: ${again.stderr}${again.stdout.slice(-500)}`);
    const damage = await damageOf(here, expected, 1);
    return [
      ...complaints,
      ...[...damage.corrupt, ...damage.lost, ...damage.duplicates].map((text) => `${name}: ${text}`),
    ];
  } finally {
    await here.remove();
  }
}
