import type { CommandId } from "./commands/table.ts";

/** What a command is about when a person chose it in a tree. */
export type Target =
  | { kind: "run"; root: string; run: string }
  | { kind: "stage"; root: string; run: string; stage: string }
  | { kind: "artifact"; root: string; key: string }
  | { kind: "model"; id: string; path: string | null; added: boolean };

/** A row of a tree as data, so that trees are tested as text and drawn in one place. */
export interface TreeNode {
  /** Stable across redraws: the editor keeps expansion and selection by it. */
  id: string;
  label: string;
  description?: string;
  tooltip?: string;
  /** A product icon and a theme colour. The shape alone must tell the state. */
  icon: { id: string; color?: string };
  /** `viewItem` of menus. */
  context: string;
  /** What a screen reader says. */
  spoken: string;
  children: readonly TreeNode[];
  /** Asked for when the row is opened, in place of `children`: what costs reading, or may be thousands. */
  lazy?: () => Promise<readonly TreeNode[]>;
  expanded?: boolean;
  /** What a click does; it gets the node. */
  click?: CommandId;
  target?: Target;
}

/** What a command about a run is given, as if it had been called on the run's row. */
export function runNode({ root, run }: { root: string; run: string }): { target: Target } {
  return { target: { kind: "run", root, run } };
}

/** Whether a target belongs to a run: a row of the Runs view. */
export function isOfRun(target: Target): target is Extract<Target, { run: string }> {
  return "run" in target;
}

/** The target of a command's first argument, whoever called it; null where there is none. */
export function targetOf(argument: unknown): Target | null {
  if (typeof argument !== "object" || argument === null || !("target" in argument)) return null;
  const { target } = argument;
  return typeof target === "object" && target !== null && "kind" in target ? (target as Target) : null;
}

/**
 * The targets of a command that may be about several rows: the editor hands over the row that was clicked and, where
 * several are selected, all of them.
 */
export function targetsOf(argument: unknown, selection: unknown): Target[] {
  const rows = Array.isArray(selection) && selection.length > 0 ? selection : [argument];
  return rows.map(targetOf).filter((target) => target !== null);
}

/** A tree as indented text: what tests compare. */
export function treeText(nodes: readonly TreeNode[], depth = 0): string {
  return nodes
    .map((node) => {
      const rest = node.description ? `  ${node.description}` : "";
      return `${"  ".repeat(depth)}[${node.icon.id}] ${node.label}${rest}\n${treeText(node.children, depth + 1)}`;
    })
    .join("");
}
