// `npm run test:fuzz [-- COUNT [SEED]]`: a million mutated GGUF headers. Fails at a crash, at facts of a wrong shape, and at a
// header that takes two seconds.
import { fuzzGguf } from "../unit/models/fuzz.ts";

const LONGEST_MS = 2000;
const PIECE = 10_000;

const [count = "1000000", seed = "1"] = process.argv.slice(2);
const codes = new Map<string, number>();
let slowest = 0;
const started = performance.now();
for (let done = 0; done < Number(count); done += PIECE) {
  const found = await fuzzGguf(Math.min(PIECE, Number(count) - done), Number(seed) + done);
  for (const [code, times] of found.codes) codes.set(code, (codes.get(code) ?? 0) + times);
  slowest = Math.max(slowest, found.slowest);
}
for (const [code, times] of [...codes].sort((a, b) => b[1] - a[1]))
  process.stdout.write(`${String(times).padStart(8)}  ${code}\n`);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${count} headers in ${seconds.toFixed(0)} s, the slowest in ${slowest.toFixed(0)} ms, 0 crashes\n`,
);
if (slowest > LONGEST_MS) process.exitCode = 1;
