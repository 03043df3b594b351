import assert from "node:assert/strict";
import { test } from "node:test";
import { planText } from "../../../src/extension/launch/plan-text.ts";
import { runTemplate } from "../../../src/extension/launch/run-template.ts";
import { sheetOf } from "../../../src/extension/launch/sheet.ts";
import { english } from "../../../src/extension/translate.ts";
import type { PlanReport } from "../../../src/protocol/plan.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { EXAMPLE_RUN, exampleStages } from "./example-run.ts";

const plan: PlanReport = {
  name: "mail-triage",
  variants: [{ name: "", values: {}, candidates: [] }],
  stages: exampleStages.map((stage, index) => ({ ...stage, reused_from: index === 0 ? EXAMPLE_RUN : null })),
  total: { memory_bytes: 962e6, seconds: 465, disk_bytes: 2.1e9, download_bytes: 0, leaves_machine_bytes: 0 },
  items: { train: 168, validation: 19, test: 121 },
  detectable_difference: 0.045,
  problems: [],
};

test("the sheet says what a run costs and what leaves the machine", () => {
  const { title, detail } = sheetOf(plan, english, "en");
  assert.equal(title, "Run mail-triage?");
  assert.equal(
    detail,
    `Time: about 7 min 45 s
Memory: up to about 962 MB
Disk: about 2.10 GB
To download: nothing
Leaves this machine: nothing

8 stages, 1 of them reused from earlier runs.
121 test items can tell a difference of about 4.5 points.`,
  );
});

test("the sheet says what is not known, what is downloaded, and warns", () => {
  const total = {
    memory_bytes: null,
    seconds: null,
    disk_bytes: null,
    download_bytes: 98.4e6,
    leaves_machine_bytes: 0,
  };
  const problems = [{ code: "few-items", severity: "warning" as const, message: "Few items.", suggestions: [] }];
  const { detail } = sheetOf({ ...plan, total, problems, detectable_difference: null }, english, "en");
  assert.match(detail, /^Time: not known\nMemory: not known\nDisk: not known\nTo download: 98.4 MB\n/);
  assert.match(detail, /\n\nFew items\.$/);
});

test("a plan as text: columns line up, the total is set apart", () => {
  const text = planText(plan, english, "en");
  const lines = text.split("\n");
  assert.equal(lines[0], "Plan of mail-triage");
  assert.match(lines[2]!, /^stage +reused from +time +memory +disk +needs$/);
  assert.match(text, /^convert +456789ab +6 s +440 MB +315 MB +–$/m);
  assert.match(text, /^total +7 min 45 s +962 MB +2\.10 GB$/m);
  const column = lines[2]!.indexOf("memory");
  for (const line of lines.slice(4, 12)) assert.match(line.slice(column), /^[\d.]+ MB /);
});

test("a plan with problems leads with them", () => {
  const problems = [{ code: "x", severity: "error" as const, message: "No such model.", suggestions: [] }];
  const text = planText({ ...plan, stages: [], problems }, english, "en");
  assert.match(text, /^Plan of mail-triage\n\nError: No such model\.\n\nItems:/);
});

test("the first run file is one that the schema takes", () => {
  const { problems } = parseRunFile(runTemplate("experiment"));
  assert.deepEqual(problems, []);
});
