import AxeBuilder from "@axe-core/playwright";
import type { Window } from "./window.ts";

/** The panel in front, past both of the editor's frames. */
const PANEL = ["iframe.webview.ready", "#active-frame", "body"];

/** What axe finds serious or critical in the panel, as a text for each; none is what we want. */
export async function accessibilityProblems({ page }: Window): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(PANEL).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
