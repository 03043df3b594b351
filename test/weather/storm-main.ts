// `npm run test:storm [-- --kills N] [--seed S]`: kills runs at chosen moments and holds their stores against undisturbed
// ones. `--every-operation [--from N] [--to N]`: at each operation on the disk of a whole run, kills it, and lets it fail.
import { parseArgs } from "node:util";
import { countOperations, type Fault, type Role, strikeAt } from "./every-operation.ts";
import { buildTestProgram } from "./program/build.ts";
import { complaints, storm, summary, undisturbed } from "./storm.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    "every-operation": { type: "boolean", default: false },
    from: { type: "string", default: "1" },
    to: { type: "string", default: "100000" },
  },
});
const program = await buildTestProgram();
const started = performance.now();
try {
  const bad = values["every-operation"] ? await everyOperation() : await seeded();
  for (const complaint of bad) process.stderr.write(`${complaint}\n`);
  process.stdout.write(`${Math.round((performance.now() - started) / 1000)} s\n`);
  process.exitCode = bad.length === 0 ? 0 : 1;
} finally {
  await program.remove();
}

async function seeded(): Promise<string[]> {
  const result = await storm({
    program,
    seed: Number(values.seed),
    kills: Number(values.kills),
    onWorkspace: ({ workspaces, kills }) => {
      if (workspaces % 10 === 0) process.stderr.write(`${kills} kills, ${workspaces} workspaces\n`);
    },
  });
  process.stdout.write(`seed ${values.seed}: ${summary(result)}\n`);
  return complaints(result);
}

async function everyOperation(): Promise<string[]> {
  const expected = await undisturbed(program);
  const bad: string[] = [];
  let strikes = 0;
  for (const role of ["owner", "child"] as const satisfies Role[]) {
    const last = Math.min(await countOperations(program, role), Number(values.to));
    for (let at = Number(values.from); at <= last; at += 1) {
      for (const fault of ["kill", "EIO"] as const satisfies Fault[]) {
        bad.push(...(await strikeAt(program, expected, { role, fault, at })));
        strikes += 1;
      }
    }
  }
  process.stdout.write(`${strikes} strikes, one at each operation: ${bad.length} complaints\n`);
  return bad;
}
