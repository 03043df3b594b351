// A process that appends events to a log as fast as it can, and says after each fsync how many are on the disk. It is killed
// by the benchmark, which then looks whether it kept its word.
import { writeSync } from "node:fs";
import { openEventLog } from "../../src/runs/event-log.ts";

const [folder = "", run = "", total = "0"] = process.argv.slice(2);
const log = await openEventLog({ folder, run });
const begun = performance.now();
let appended = 0;
while (appended < Number(total)) {
  for (let batch = 0; batch < 2000 && appended < Number(total); batch += 1, appended += 1) {
    log.append({
      type: "stage.progress",
      stage: "train",
      done: appended,
      total: Number(total),
      unit: "items",
      seconds_left: null,
    });
  }
  const asked = performance.now();
  await log.synced();
  // Straight to the descriptor: what was said must have been said when the kill comes.
  writeSync(1, `${appended} ${performance.now() - begun} ${performance.now() - asked}\n`);
}
await log.close();
