import path from "node:path";
import { findWorkspace, type Workspace, workspaceAt } from "../core.ts";
import type { Arguments } from "./arguments.ts";

/** The workspace that was asked for, else the one that the current folder lies in. */
export function workspaceFor(args: Arguments): Promise<Workspace> {
  const asked = args.text("workspace");
  if (asked !== undefined) return Promise.resolve(workspaceAt(path.resolve(asked)));
  return findWorkspace(path.join(process.cwd(), "any")); // it is looked for from a file's folder upward
}
