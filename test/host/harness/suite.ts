import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import esbuild from "esbuild";
import type { CaseResult } from "../suite/case.ts";
import { root, temporaryFolder } from "./editor.ts";
import { until } from "./journey.ts";
import { openWindow, type Window } from "./window.ts";

/** Runs the suite in the extension host of an editor that the product is linked into. */
export async function runSuite(
  test: TestContext,
  workspace: string,
): Promise<{ window: Window; results: CaseResult[] }> {
  const folder = temporaryFolder(test);
  const suite = path.join(folder, "suite.cjs");
  const report = path.join(folder, "report.json");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["test/host/suite/main.ts"],
    outfile: suite,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "error",
  });
  const window = await openWindow(test, {
    workspace,
    extensions: [root, path.join(root, "test", "host", "driver")],
    env: { DEEPEXTENSION_SUITE: suite, DEEPEXTENSION_SUITE_REPORT: report },
  });
  await until("the suite's report", () => existsSync(report), 180_000);
  return { window, results: JSON.parse(readFileSync(report, "utf8")) };
}
