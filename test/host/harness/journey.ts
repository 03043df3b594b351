// A test that is a way through the product: steps that build on each other.
import type { TestContext } from "node:test";
import type { Window } from "./window.ts";

export type Step = (name: string, act: () => Promise<void>) => Promise<void>;

/**
 * Each step is a subtest. After one that failed, the rest is skipped and says so: they could only fail in its wake. A picture
 * is taken of the failure, which is the first thing that one wants to see.
 */
export function journey(test: TestContext, window: Window): Step {
  let failed: string | null = null;
  return async (name, act) => {
    const skip = failed === null ? false : `"${failed}" failed`;
    await test.test(name, { skip }, async (step) => {
      try {
        await act();
      } catch (error) {
        failed = name;
        await window.picture(`failed-${name.replace(/\W+/g, "-").slice(0, 60)}`);
        step.diagnostic(`errors of the window: ${window.errors.join("\n") || "none"}`);
        throw error;
      }
    });
  };
}

/** Asks again until there is an answer. For what has no element on the screen to wait for. */
export async function until<T>(
  what: string,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeout = 30_000,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`waited ${timeout / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
