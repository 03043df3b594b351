export type Kit = typeof import("./kit.ts");

/** A bundle of its own (`esbuild.mjs`), loaded on the first call: some twenty milliseconds that activation is spared. */
export const loadKit = (): Promise<Kit> => import("./kit.ts");
