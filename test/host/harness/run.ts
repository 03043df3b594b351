// Running a run file as a person does: the code lens, the sheet, and then watching.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { until } from "./journey.ts";
import type { Window } from "./window.ts";

/** A run that says nothing for so long has hung. A line of its log is a step, or some answers. */
const SILENCE_MS = 120_000;
/** For the editor to draw what the log says. */
const REDRAWN_MS = 15_000;
const LONGEST_MS = 15 * 60_000;

/** Clicks the code lens and returns what the sheet says. */
export async function clickRun(window: Window): Promise<string> {
  await window.page.locator(".codelens-decoration a", { hasText: "Run" }).first().click();
  await window.dialog().waitFor({ timeout: 60_000 });
  return window.dialog().innerText();
}

export async function confirmRun(window: Window): Promise<void> {
  await window.dialog().getByRole("button", { name: "Run", exact: true }).click();
  await window.dialog().waitFor({ state: "detached" });
}

/**
 * Waits until something is seen, for as long as the runs of this workspace go on telling of progress. The newest one having
 * ended, it has to be seen soon.
 */
export async function whileRunning(what: string, workspace: string, isSeen: () => Promise<boolean>): Promise<void> {
  let log = newestLog(workspace);
  let told = performance.now();
  await until(
    what,
    async () => {
      if (await isSeen()) return true;
      const now = newestLog(workspace);
      if (now !== log) told = performance.now();
      log = now;
      const patience = log.includes('"run.finished"') ? REDRAWN_MS : SILENCE_MS;
      if (performance.now() - told > patience) {
        throw new Error(`waited for ${what}, ${patience / 1000} s after the last of:\n${log.slice(-1500)}`);
      }
      return false;
    },
    LONGEST_MS,
  );
}

/** Runs belong to no window, so a test that fails in their midst has to end them. */
export function endRuns(workspace: string): void {
  if (workspace === "") return;
  const runs = path.join(workspace, ".deepextension", "runs");
  for (const run of existsSync(runs) ? readdirSync(runs) : []) {
    const log = path.join(runs, run, "events.jsonl");
    const owner = path.join(runs, run, "owner.json");
    if (!existsSync(owner) || (existsSync(log) && readFileSync(log, "utf8").includes('"run.finished"'))) continue;
    try {
      process.kill(JSON.parse(readFileSync(owner, "utf8")).pid);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** Optimizer steps that the panel in front tells of. */
export async function stepsIn(window: Window): Promise<number> {
  const fact = window.panel().locator(".fact", { hasText: "Optimizer step" });
  if ((await fact.count()) === 0) return 0;
  return Number.parseInt(await fact.locator(".value").innerText(), 10);
}

/** What the log of the newest run says; ids sort by time. */
function newestLog(workspace: string): string {
  const runs = path.join(workspace, ".deepextension", "runs");
  const newest = existsSync(runs) ? readdirSync(runs).sort().at(-1) : undefined;
  const file = newest === undefined ? null : path.join(runs, newest, "events.jsonl");
  return file !== null && existsSync(file) ? readFileSync(file, "utf8") : "";
}
