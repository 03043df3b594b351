// Takes a lock again and again and writes down when it is in and out. ARGS: FOLDER LOG ROUNDS DIES-IN-ROUND.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "../../../../src/runs/lock.ts";

const [folder = "", log = "", rounds = "1", dies = "never"] = process.argv.slice(2);
for (let round = 1; round <= Number(rounds); round += 1) {
  const lock = await takeLock({ folder, run: String(process.pid), signal: new AbortController().signal });
  appendFileSync(log, `in ${process.pid}\n`);
  if (dies === String(round)) process.kill(process.pid, "SIGKILL");
  await sleep(Math.random() * 5);
  appendFileSync(log, `out ${process.pid}\n`);
  await lock.release();
}
