import assert from "node:assert/strict";
import { test } from "node:test";
import { adaptiveThreads, fixedThreads } from "../../../src/engines/embedded/native/train/threads.ts";

/**
 * A machine on which each micro-batch takes what `cost` says of the number of threads and the time. Returns the
 * counts used, and how long all took.
 */
function simulate(most: number, batches: number, cost: (threads: number, at: number) => number) {
  let clock = 0;
  const threads = adaptiveThreads(most, () => clock);
  const used: number[] = [];
  for (let index = 0; index < batches; index += 1) {
    const count = threads.count();
    const took = cost(count, clock);
    clock += took;
    used.push(count);
    threads.took(took, 100);
  }
  return { used, clock };
}

const quiet = (threads: number) => 2000 / threads;
/** As measured beside one busy process: two threads are slower than one, which is as fast as ever. */
const neighbour = (threads: number) => (threads === 2 ? 3500 : 2000);

test("a quiet machine: one step is given to the comparison, all others use every thread", () => {
  const { used } = simulate(2, 200, quiet);
  assert.deepEqual(used.slice(0, 4), [2, 1, 2, 2]);
  assert.equal(used.filter((count) => count === 1).length, 1);
});

test("a neighbour from the beginning: one thread, and little time lost in trying two", () => {
  const { used, clock } = simulate(2, 600, neighbour);
  assert.deepEqual(used.slice(0, 3), [2, 1, 1]);
  assert.ok(clock < 600 * 2000 * 1.02, `${clock} ms for what takes ${600 * 2000} at best`);
});

test("a neighbour for a while: dropped within a step, taken up again within twice the retry's wait", () => {
  const from = 60_000;
  const until = 120_000;
  const when: { count: number; at: number }[] = [];
  simulate(2, 400, (count, at) => {
    when.push({ count, at });
    return at >= from && at < until ? neighbour(count) : quiet(count);
  });
  const busy = when.filter(({ at }) => at >= from && at < until).map(({ count }) => count);
  assert.ok(busy.filter((count) => count === 2).length <= 4, busy.join(" "));
  const back = when.find(({ at, count }) => at >= until && count === 2);
  assert.ok(back && back.at - until <= 80_000, `back after ${back && back.at - until} ms`);
  assert.ok(when.slice(-50).every(({ count }) => count === 2));
});

test("slow for everybody: no endless trying", () => {
  // Everything takes five times as long from some time on; two threads stay the better choice.
  const { used } = simulate(2, 300, (count, at) => quiet(count) * (at > 50_000 ? 5 : 1));
  assert.ok(used.filter((count) => count === 1).length < 30, used.join(""));
});

test("many cores: goes down as far as it helps", () => {
  const { used } = simulate(8, 100, (count) => (count > 4 ? 4000 : 2400 / count));
  assert.equal(used.at(-1), 4);
  assert.ok(used.every((count) => count <= 8));
});

test("one core, or a fixed number: always the same", () => {
  assert.ok(simulate(1, 20, (_, at) => 100 + at).used.every((count) => count === 1));
  const fixed = fixedThreads(3);
  fixed.took(1e9, 1);
  assert.equal(fixed.count(), 3);
});
