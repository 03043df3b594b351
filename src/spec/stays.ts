import { hostOf, isLoopback } from "../protocol/host.ts";
import type { SpecPath } from "./document.ts";
import type { RunSpec } from "./schema.ts";
import { judgeOf } from "./schema-scorers.ts";

/** A way in which rows would leave this machine: where the run file says so, and where they would go. */
export interface Departure {
  path: SpecPath;
  kind: "target" | "endpoint" | "judge";
  /** A host, or the name of a target. */
  destination: string;
}

/**
 * Every way in which a run file sends rows to another machine. This is the one place that knows them: `data.stays` is held
 * against this list by `check`, the editor, `plan` and `run` alike, and the engine for endpoints asks `isLoopback` of the
 * very same module before it sends. A stage that could send rows belongs here before it is written.
 */
export function departures({ target, evaluate }: RunSpec): Departure[] {
  const found: Departure[] = [];
  const targets: [SpecPath, string][] =
    typeof target === "string"
      ? [[["target"], target]]
      : [
          [["target", "train"], target.train],
          [["target", "evaluate"], target.evaluate],
        ];
  for (const [path, destination] of targets) {
    if (destination !== "local") found.push({ path, kind: "target", destination });
  }
  for (const { path, url, kind } of endpointsIn(evaluate)) {
    if (!isLoopback(url)) found.push({ path: [...path, "url"], kind, destination: hostOf(url) ?? url });
  }
  return found;
}

interface NamedEndpoint {
  path: SpecPath;
  url: string;
  kind: "endpoint" | "judge";
}

/** All endpoints of a run file, with their places. */
function endpointsIn(evaluate: RunSpec["evaluate"]): NamedEndpoint[] {
  const rivals = (evaluate?.rivals ?? []).flatMap(({ endpoint }, index): NamedEndpoint[] =>
    endpoint ? [{ path: ["evaluate", "rivals", index, "endpoint"], url: endpoint.url, kind: "endpoint" }] : [],
  );
  const judges = (evaluate?.scorers ?? []).flatMap((scorer, index): NamedEndpoint[] => {
    const endpoint = judgeOf(scorer)?.endpoint;
    const path = ["evaluate", "scorers", index, "judge", "endpoint"];
    return endpoint ? [{ path, url: endpoint.url, kind: "judge" }] : [];
  });
  return [...rivals, ...judges];
}
