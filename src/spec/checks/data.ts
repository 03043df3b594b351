import type { Problem } from "../../protocol/problem.ts";
import type { RunDocument } from "../document.ts";
import type { RunSpec } from "../schema.ts";
import { problemAt, problemAtKey } from "./at.ts";

type Data = RunSpec["data"];
const splits = ["train", "validation", "test"] as const;

/** The data section against what is to be done with it. */
export function checkData(spec: RunSpec, document: RunDocument): Problem[] {
  return [...checkNeeds(spec, document), ...checkColumns(spec, document), ...checkDivision(spec.data, document)];
}

function checkNeeds({ data, train, evaluate }: RunSpec, document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  if (train && data.train === undefined) problems.push(problemAtKey(document, ["train"], "train-needs-data"));
  if (evaluate && data.test === undefined) problems.push(problemAtKey(document, ["evaluate"], "evaluate-needs-data"));
  const shots = evaluate?.rivals.findIndex((rival) => (rival.shots ?? 0) > 0) ?? -1;
  if (shots >= 0 && data.train === undefined) {
    problems.push(problemAt(document, ["evaluate", "rivals", shots, "shots"], "shots-need-data"));
  } else if ((evaluate?.decode.shots ?? 0) > 0 && data.train === undefined) {
    problems.push(problemAt(document, ["evaluate", "decode", "shots"], "shots-need-data"));
  }
  return problems;
}

/**
 * Who asks, who answers. With none of `prompt`, `messages` and `answer` the rows have a shape that is recognised
 * (chat, prompt and completion, Alpaca, ShareGPT); a chat holds its own answer.
 */
function checkColumns({ data, train, evaluate }: RunSpec, document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  const method = train?.method ?? "sft";
  if (data.prompt !== undefined && data.messages !== undefined) {
    problems.push(
      problemAtKey(document, ["data", "messages"], "exclusive-keys", { place: "data", keys: "`prompt`, `messages`" }),
    );
  }
  const asks = data.prompt !== undefined || data.messages !== undefined;
  if (data.answer !== undefined && !asks) problems.push(problemAtKey(document, ["data", "answer"], "prompt-missing"));
  const learns = train !== undefined && method === "sft";
  if (data.prompt !== undefined && data.answer === undefined && (learns || evaluate)) {
    problems.push(problemAtKey(document, ["data"], "answer-missing", { block: learns ? "train" : "evaluate" }));
  }
  for (const key of ["chosen", "rejected"] as const) {
    if (method === "dpo" && data[key] === undefined) {
      problems.push(problemAtKey(document, ["data"], "dpo-needs", { key }));
    } else if (method !== "dpo" && data[key] !== undefined) {
      problems.push({ ...problemAtKey(document, ["data", key], "only-for-dpo", { key }), severity: "warning" });
    }
  }
  if (method === "grpo" && data.answer === undefined && data.schema === undefined && data.rules.length === 0) {
    problems.push(problemAt(document, ["train", "method"], "grpo-needs-reward"));
  }
  return problems;
}

function checkDivision(data: Data, document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  for (const name of splits) {
    const split = data[name];
    if (split === undefined || typeof split === "string") continue;
    const from = splits.find((other) => other === split.from);
    if (from && data[from] === undefined) {
      problems.push(problemAt(document, ["data", name, "from"], "division-without-source", { split: name, from }));
    } else if (from && comesFrom(data, from, name)) {
      problems.push(problemAt(document, ["data", name, "from"], "division-from-itself", { split: name }));
    } else if (from === "test" && name !== "test") {
      problems.push(problemAt(document, ["data", name, "from"], "division-from-test", { split: name }));
    }
    if (split.order === "time" && split.by === undefined) {
      problems.push(problemAt(document, ["data", name, "order"], "division-time-needs-by", { split: name }));
    }
  }
  if (typeof data.train === "string" && data.train === data.test) {
    problems.push(problemAt(document, ["data", "test"], "test-is-train", { file: data.test }));
  }
  return problems;
}

/** Whether rows of `name` come from `target`, over as many steps as there are. */
function comesFrom(data: Data, name: (typeof splits)[number], target: string): boolean {
  let current: string = name;
  for (let step = 0; step < splits.length; step++) {
    if (current === target) return true;
    const split = data[current as (typeof splits)[number]];
    if (split === undefined || typeof split === "string") return false;
    current = split.from;
  }
  return current === target;
}
