// The suite that the driver runs inside the extension host: bundled by `host.test.ts`, which tells its results one by one.
import { activation } from "./activation.ts";
import type { Case, CaseResult } from "./case.ts";
import { commands } from "./commands.ts";
import { language } from "./language.ts";

/** What was not asked for must not have happened yet, so `activation` comes first. */
const cases: readonly Case[] = [...activation, ...language, ...commands];

export async function run(): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const [name, act] of cases) {
    const began = performance.now();
    const error = await act().then(
      () => null,
      (reason: unknown) => (reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
    );
    results.push({ name, error, milliseconds: Math.round(performance.now() - began) });
  }
  return results;
}
