import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { root } from "./editor.ts";

export interface Vsix {
  file: string;
  bytes: number;
}

/** Packages the extension the way `npm run package` does: for this platform with its libraries, or for all without. */
export function packageVsix(kind: "native" | "universal"): Vsix {
  const script = path.join(root, "scripts", "package.mjs");
  const said = execFileSync(process.execPath, [script, kind], { cwd: root, encoding: "utf8" });
  const name = /^(dist\S+\.vsix) /m.exec(said)?.[1];
  if (!name) throw new Error(`no VSIX was made:\n${said}`);
  const file = path.join(root, name);
  return { file, bytes: statSync(file).size };
}
