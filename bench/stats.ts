// `npm run bench:stats [-- FILE]`: worked examples in the format of test/data/stats/stat-vectors.json, largest deviation per group.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Checked, check, type Vector } from "../test/unit/stats/vectors.ts";

const given = fileURLToPath(new URL("../test/data/stats/stat-vectors.json", import.meta.url));
const vectors: Vector[] = JSON.parse(readFileSync(process.argv[2] ?? given, "utf8")).vectors;

const checked = vectors.map(check);
const groups = new Set(vectors.map(({ group }) => group));
let failures = 0;
console.log("| group | vectors | largest deviation | tolerance | within |");
console.log("|---|---|---|---|---|");
for (const group of groups) {
  const members = checked.filter(({ vector }) => vector.group === group);
  console.log(`| ${[group, members.length, ...row(members)].join(" | ")} |`);
}
if (failures > 0) console.log(`\n${failures} outside their tolerance.`);
process.exitCode = failures > 0 ? 1 : 0;

function row(members: readonly Checked[]): string[] {
  // The worst is the one that uses most of its tolerance.
  const known = members.filter(({ deviation }) => deviation !== null);
  const [worst] = known.sort((a, b) => b.deviation! / b.vector.tolerance - a.deviation! / a.vector.tolerance);
  if (!worst) return ["", "", "not statistics: no function in src/stats"];
  const outside = known.filter(({ deviation, vector }) => deviation! > vector.tolerance);
  failures += outside.length;
  const names = outside.map(({ vector }) => vector.name).join(", ");
  return [
    worst.deviation!.toExponential(1),
    String(worst.vector.tolerance),
    outside.length === 0 ? "yes" : `no: ${names}`,
  ];
}
