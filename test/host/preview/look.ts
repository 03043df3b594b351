// `node test/host/preview/look.ts [FOLDER]`: pictures of the panels in every theme, to look at while working on them.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { exampleMessage } from "./example-message.ts";
import { openPanel, themes } from "./panel-page.ts";

const folder = process.argv[2] ?? path.join("test", "results", "panels");
mkdirSync(folder, { recursive: true });
const executablePath = process.env.DEEPEXTENSION_CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

for (const theme of themes) {
  for (const until of ["training", "evaluating", "failed", "end"] as const) {
    if (theme !== "dark" && (until === "evaluating" || until === "failed")) continue;
    const panel = await openPanel(browser, "run", theme);
    await panel.send(exampleMessage({ until }));
    await panel.page.locator(".page").waitFor();
    await panel.page.screenshot({ path: path.join(folder, `run-${until}-${theme}.png`), fullPage: true });
    process.stdout.write(`${theme} ${until}: ${panel.complaints.join("; ") || "no complaints"}\n`);
    await panel.close();
  }
}
const chinese = await openPanel(browser, "run", "light");
await chinese.send(exampleMessage({}, "zh-cn"));
await chinese.page.locator(".page").waitFor();
await chinese.page.screenshot({ path: path.join(folder, "run-end-chinese.png"), fullPage: true });
await browser.close();
